// Review and signature by the dialog of the window, and a report of the command line opened again in it.
#include "core/report_exporter.h"
#include "demo.h"
#include "window_driver.h"

#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>
#include <fstream>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <spondyl/dicom_sr/report.h>
#include <spondyl/findings/findings_json.h>
#include <spondyl/sign_off/sign_off.h>
#include <spondyl/test_support/temporary_folder.h>
#include <sstream>

namespace spondyl::viewer::test {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using view_model::ViewContent;

/// What the reader fills in; the file chooser that follows gets `file`.
struct Signing {
  QString reader, state, reason;
  QString file;
};

class SignOffDialogs : public testing::Test {
protected:
  SignOffDialogs() {
    QObject::connect(&answering_, &QTimer::timeout, [this] { answer(); });
    answering_.start(5);
  }
  /// A window that knows nothing of earlier ones.
  void start_window(const char* name) {
    driver_.reset();
    fs::create_directories(folder_ / name);
    driver_ = std::make_unique<WindowDriver>(folder_ / name, QSize(1200, 800));
    driver_->workspace().review().set_audit_log(log());
    QObject::connect(&driver_->workspace().review(), &ReviewController::failed,
                     [this](const QString& text) { failures_ += text.toStdString() + "\n"; });
    ASSERT_TRUE(driver_->open(study_));
  }
  void SetUp() override {
    study_ = write_demo(folder_.path());
    ASSERT_NO_FATAL_FAILURE(start_window("first"));
    ASSERT_TRUE(driver_->measure());
  }
  fs::path log() const { return folder_ / "audit.jsonl"; }
  fs::path file(const char* name) const { return folder_ / name; }

  void choose(const QString& title) {
    for (QAction* menu : driver_->window().menuBar()->actions())
      for (QAction* action : menu->menu()->actions())
        if (action->text() == title)
          return action->trigger();
    ADD_FAILURE() << "no menu entry " << title.toStdString();
  }
  void sign(const Signing& signing) {
    signing_ = signing;
    could_accept_.reset();
    choose("Sign");
    ASSERT_TRUE(driver_->wait_for([&] { return !driver_->workspace().review().signing(); }));
  }

  /// Gives every dialog that comes up what the test wants of it.
  void answer() {
    QWidget* modal = QApplication::activeModalWidget();
    if (auto* question = qobject_cast<QMessageBox*>(modal)) // whether to replace a file
      return question->button(QMessageBox::Yes) ? question->button(QMessageBox::Yes)->click() : question->reject();
    if (auto* chooser = qobject_cast<QFileDialog*>(modal))
      return choose_file(*chooser);
    if (auto* choice = qobject_cast<QInputDialog*>(modal))
      return choice->accept();
    if (auto* dialog = qobject_cast<QDialog*>(modal); dialog && dialog->findChild<QLineEdit*>("reader"))
      fill(*dialog);
  }
  void choose_file(QFileDialog& chooser) {
    chooser.selectFile(signing_.file);
    if (auto* name = chooser.findChild<QLineEdit*>("fileNameEdit"))
      name->setText(signing_.file);
    // Not from within the timer, which would be silent while the chooser asks whether to replace a file.
    QMetaObject::invokeMethod(&chooser, "accept", Qt::QueuedConnection);
  }
  void fill(QDialog& dialog) {
    dialog.findChild<QLineEdit*>("reader")->setText(signing_.reader);
    dialog.findChild<QLineEdit*>("organization")->setText("Clinic");
    auto* state = dialog.findChild<QComboBox*>("state");
    state->setCurrentIndex(state->findText(signing_.state));
    if (auto* reason = dialog.findChild<QLineEdit*>("reason"))
      reason->setText(signing_.reason);
    auto* accept = dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
    could_accept_ = accept->isEnabled();
    accept->isEnabled() ? accept->click() : dialog.reject();
  }

  SignOffState state_of(const char* name) const {
    const auto findings = sign_off::read_verified(file(name));
    EXPECT_TRUE(findings) << findings.error().text();
    return findings && findings->sign_off ? findings->sign_off->state() : SignOffState::draft;
  }
  std::vector<std::string> logged_actions() const {
    std::vector<std::string> actions;
    std::ifstream stream(log());
    for (std::string line; std::getline(stream, line);)
      actions.push_back(nlohmann::json::parse(line).at("action"));
    return actions;
  }
  void move_a_corner() {
    const auto key = driver_->state().reviews[1].key;
    driver_->workspace().go_to(key);
    PictureView& sagittal = driver_->view(ViewContent::sagittal);
    const QPoint corner = driver_->place_of(sagittal, key, 0);
    driver_->drag(sagittal, corner, corner - QPoint(0, 20));
  }

  test_support::TemporaryFolder folder_;
  std::unique_ptr<WindowDriver> driver_;
  QTimer answering_;
  fs::path study_;
  Signing signing_;
  std::optional<bool> could_accept_;
  std::string failures_;
};

TEST_F(SignOffDialogs, ADraftIsReviewedThenSignedAndEveryStepIsLogged) {
  const QString path = QString::fromStdString(file("findings.json").string());
  sign({"Reader^Rita", "Reviewed, not yet signed", "", path});
  EXPECT_EQ(state_of("findings.json"), SignOffState::reviewed);
  sign({"Reader^Rita", "Signed", "", path});
  EXPECT_EQ(state_of("findings.json"), SignOffState::signed_off);
  const auto findings = sign_off::read_verified(file("findings.json"));
  ASSERT_TRUE(findings);
  ASSERT_EQ(findings->sign_off->steps.size(), 2U);
  EXPECT_EQ(findings->sign_off->steps[0].state, SignOffState::reviewed);
  EXPECT_EQ(findings->sign_off->steps[1].reader, "Reader^Rita");
  EXPECT_THAT(logged_actions(), testing::IsSupersetOf({"review", "sign"}));
  EXPECT_EQ(failures_, "");
}

TEST_F(SignOffDialogs, WithoutANameNothingCanBeSigned) {
  sign({"  ", "Signed", "", QString::fromStdString(file("findings.json").string())});
  ASSERT_TRUE(could_accept_);
  EXPECT_FALSE(*could_accept_);
  EXPECT_FALSE(fs::exists(file("findings.json")));
}

TEST_F(SignOffDialogs, SignedFindingsAreRefusedAndOnlyAnAmendmentWithAReasonChangesThem) {
  sign({"Reader^Rita", "Signed", "", QString::fromStdString(file("findings.json").string())});
  sign({"Reader^Rita", "Signed", "", QString::fromStdString(file("again.json").string())});
  EXPECT_THAT(failures_, HasSubstr("signed already"));
  EXPECT_FALSE(fs::exists(file("again.json")));

  move_a_corner();
  sign({"Reader^Rita", "Signed", "", QString::fromStdString(file("amended.json").string())});
  EXPECT_EQ(could_accept_, false) << "an amendment says why";
  sign({"Reader^Rita", "Signed", "a corner was wrong", QString::fromStdString(file("findings.json").string())});
  EXPECT_THAT(failures_, HasSubstr("does not replace the signed file"));
  sign({"Reader^Rita", "Signed", "a corner was wrong", QString::fromStdString(file("amended.json").string())});
  const auto first = sign_off::read_verified(file("findings.json")),
             second = sign_off::read_verified(file("amended.json"));
  ASSERT_TRUE(first && second) << failures_;
  EXPECT_EQ(second->sign_off->revision, 2);
  EXPECT_EQ(second->sign_off->predecessor, first->sign_off->digest);
  EXPECT_EQ(second->sign_off->amendment_reason, "a corner was wrong");
}

TEST_F(SignOffDialogs, EveryEditIsALineOfTheLogAndNamesNobody) {
  const auto before = logged_actions();
  move_a_corner();
  driver_->workspace().review().undo();
  driver_->workspace().review().redo();
  const std::size_t edits = driver_->workspace().review().document()->audit().size();
  EXPECT_GE(edits, 3U);
  auto expected = before;
  expected.insert(expected.end(), edits, "edit");
  EXPECT_EQ(logged_actions(), expected);
  std::ifstream stream(log());
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  const auto& patient = driver_->workspace().review().document()->findings().patient;
  ASSERT_TRUE(patient && !patient->name.empty());
  EXPECT_EQ(text.find(patient->name), std::string::npos);
  EXPECT_EQ(text.find(patient->name.substr(0, patient->name.find('^'))), std::string::npos);
}

TEST_F(SignOffDialogs, AStoredReportIsOpenedAndItsAmendmentNamesIt) {
  sign({"Reader^Rita", "Signed", "", QString::fromStdString(file("findings.json").string())});
  const auto signed_findings = sign_off::read_verified(file("findings.json"));
  ASSERT_TRUE(signed_findings);
  dicom_sr::ReportOptions options;
  options.signature = dicom_sr::Signature{"Reader^Rita", "Clinic", "2026-01-03T00:00:00Z"};
  options.language = "de"; // not the language its name could be guessed from
  const auto stored = dicom_sr::write_report(*signed_findings, options, study_ / "report.sr.dcm");
  ASSERT_TRUE(stored) << stored.error().text();

  ASSERT_NO_FATAL_FAILURE(start_window("second"));
  ASSERT_TRUE(driver_->state().vertebrae.empty());
  choose("Open a stored report");
  ASSERT_TRUE(
      driver_->wait_for([&] { return driver_->state().vertebrae.size() == signed_findings->vertebrae.size(); }));
  const auto& opened = driver_->workspace().review().document()->findings();
  ASSERT_TRUE(opened.sign_off);
  EXPECT_EQ(opened.sign_off->digest, signed_findings->sign_off->digest);
  move_a_corner();
  sign({"Reader^Rita", "Signed", "a corner was wrong", QString::fromStdString(file("amended.json").string())});
  const auto amended = sign_off::read_verified(file("amended.json"));
  ASSERT_TRUE(amended) << failures_;
  EXPECT_THAT(
      amended->sign_off->predecessor_reports,
      ElementsAre(ReportReference{stored->sop_class_uid, stored->series_instance_uid, stored->sop_instance_uid}));
}

TEST_F(SignOffDialogs, AnAmendmentNamesTheReportThatWasExportedInTheViewer) {
  sign({"Reader^Rita", "Signed", "", QString::fromStdString(file("findings.json").string())});
  ReportExporter exporter(driver_->workspace());
  ASSERT_TRUE(exporter.prepare()) << failures_;
  exporter.write({{"sr"}, "de", "", file("reports")});
  ASSERT_TRUE(driver_->wait_for([&] { return !exporter.busy(); }));
  const auto stored = dicom_sr::read_report(file("reports/report.sr.dcm"));
  ASSERT_TRUE(stored) << stored.error().text();
  move_a_corner();
  sign({"Reader^Rita", "Signed", "a corner was wrong", QString::fromStdString(file("amended.json").string())});
  const auto amended = sign_off::read_verified(file("amended.json"));
  ASSERT_TRUE(amended) << failures_;
  ASSERT_EQ(amended->sign_off->predecessor_reports.size(), 1U);
  EXPECT_EQ(amended->sign_off->predecessor_reports[0].sop_instance_uid, stored->identity.sop_instance_uid);
}

} // namespace
} // namespace spondyl::viewer::test
