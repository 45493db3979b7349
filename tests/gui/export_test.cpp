// Reports written by the dialog of the window, with the plugins of the command line, and sent to an archive.
#include "../dicom_output/orthanc.h"
#include "demo.h"
#include "window_driver.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTimer>
#include <fstream>
#include <functional>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <spondyl/audit/log.h>
#include <spondyl/dicom_sr/report.h>
#include <spondyl/plugin_host/run_stages.h>
#include <spondyl/sign_off/sign_off.h>
#include <spondyl/test_support/temporary_folder.h>
#include <spondyl/view_model/report_export.h>
#include <spondyl/view_model/sign_off.h>
#include <sstream>

namespace spondyl::viewer::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// The dialog as a reader uses it.
class Hand {
public:
  explicit Hand(QDialog& dialog) : dialog_(dialog) {}
  void check_only(const QStringList& formats) const {
    auto& list = *dialog_.findChild<QListWidget*>("formats");
    for (int i = 0; i < list.count(); ++i)
      list.item(i)->setCheckState(formats.contains(list.item(i)->data(Qt::UserRole).toString()) ? Qt::Checked
                                                                                                : Qt::Unchecked);
  }
  [[nodiscard]] QStringList lines() const {
    QStringList all;
    auto& list = *dialog_.findChild<QListWidget*>("formats");
    for (int i = 0; i < list.count(); ++i)
      all << list.item(i)->text();
    return all;
  }
  void type(const char* field, const std::string& text) const {
    dialog_.findChild<QLineEdit*>(field)->setText(QString::fromStdString(text));
  }
  [[nodiscard]] QPushButton& button(const char* name) const { return *dialog_.findChild<QPushButton*>(name); }
  [[nodiscard]] std::string problem() const { return dialog_.findChild<QLabel*>("problem")->text().toStdString(); }
  [[nodiscard]] std::string outcome() const {
    return dialog_.findChild<QPlainTextEdit*>("outcome")->toPlainText().toStdString();
  }
  /// Presses it and waits for what comes of it.
  void run(WindowDriver& driver, const char* name) const {
    ASSERT_TRUE(button(name).isEnabled()) << problem();
    button(name).click();
    ASSERT_TRUE(driver.wait_for([&] { return !outcome().empty(); }));
  }

private:
  QDialog& dialog_;
};

class ExportDialogs : public testing::Test {
protected:
  void SetUp() override {
    study_ = write_demo(folder_.path());
    fs::create_directories(folder_ / "window");
    driver_ = std::make_unique<WindowDriver>(folder_ / "window", QSize(1200, 800));
    review().set_audit_log(folder_ / "audit.jsonl");
    ASSERT_TRUE(driver_->open(study_));
    ASSERT_TRUE(driver_->measure());
  }
  ReviewController& review() { return driver_->workspace().review(); }

  /// Chooses the menu entry and gives the dialog that comes up to `use`.
  void use_dialog(view_model::Action action, const std::function<void(QDialog&)>& use) {
    bool used = false;
    QTimer::singleShot(0, driver_.get() ? &driver_->window() : nullptr, [&] {
      auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
      ASSERT_NE(dialog, nullptr);
      use(*dialog);
      used = true;
      dialog->reject();
    });
    driver_->press_key(action);
    EXPECT_TRUE(used);
  }
  void export_reports(const QStringList& formats, const fs::path& to) {
    use_dialog(view_model::Action::export_reports, [&](QDialog& dialog) {
      const Hand hand(dialog);
      hand.check_only(formats);
      hand.type("folder", to.string());
      hand.run(*driver_, "export");
      outcome_ = hand.outcome();
    });
  }
  std::size_t logged(const std::string& action) const {
    std::size_t count = 0;
    std::ifstream stream(folder_ / "audit.jsonl");
    for (std::string line; std::getline(stream, line);)
      count += nlohmann::json::parse(line).at("action") == action ? 1 : 0;
    return count;
  }

  test_support::TemporaryFolder folder_;
  std::unique_ptr<WindowDriver> driver_;
  fs::path study_;
  std::string outcome_;
};

TEST_F(ExportDialogs, TableReportAndPageAreWrittenAndReadBack) {
  export_reports({"csv", "sr", "pdf"}, folder_ / "out");
  for (const char* name : {"report.csv", "report.sr.dcm", "report.pdf"})
    EXPECT_THAT(outcome_, HasSubstr("Written: " + (folder_ / "out" / name).string()));
  const auto report = dicom_sr::read_report(folder_ / "out" / "report.sr.dcm");
  ASSERT_TRUE(report && report->findings);
  EXPECT_EQ(report->findings->vertebrae, review().document()->findings().vertebrae);
  const std::string table = text_of(folder_ / "out" / "report.csv");
  for (const VertebraFinding& vertebra : driver_->state().vertebrae)
    EXPECT_THAT(table, HasSubstr(vertebra.display_name()));
  EXPECT_THAT(text_of(folder_ / "out" / "report.pdf"), StartsWith("%PDF-"));
  EXPECT_EQ(logged("export"), 3U);
}

TEST_F(ExportDialogs, TheInputIsRefusedAndReplacingIsSaid) {
  use_dialog(view_model::Action::export_reports, [&](QDialog& dialog) {
    const Hand hand(dialog);
    EXPECT_FALSE(hand.button("export").isEnabled()) << "no folder is chosen yet";
    for (const fs::path& inside : {study_, study_ / "reports"}) {
      hand.type("folder", inside.string());
      EXPECT_FALSE(hand.button("export").isEnabled());
      EXPECT_THAT(hand.problem(), HasSubstr("Nothing is written into the input"));
    }
    hand.check_only({"json"});
    hand.type("folder", (folder_ / "out").string());
    EXPECT_EQ(hand.problem(), "");
    hand.run(*driver_, "export");
    EXPECT_EQ(hand.problem(), "Will be replaced: report.json");
    EXPECT_FALSE(hand.button("send").isEnabled()) << "no archive takes it";
    hand.check_only({});
    EXPECT_THAT(hand.problem(), HasSubstr("No format"));
  });
  EXPECT_FALSE(fs::exists(study_ / "reports"));
}

TEST_F(ExportDialogs, EveryFieldCanBeReachedByNameAndKey) {
  bool in_menu = false;
  for (QAction* menu : driver_->window().menuBar()->actions())
    in_menu |=
        menu->menu()->actions().contains(driver_->window().commands().action(view_model::Action::export_reports));
  EXPECT_TRUE(in_menu);
  EXPECT_FALSE(driver_->window().commands().action(view_model::Action::export_reports)->shortcut().isEmpty());
  use_dialog(view_model::Action::export_reports, [&](QDialog& dialog) {
    for (const char* name : {"formats", "language", "recommendation", "folder", "browse", "outcome"}) {
      auto* field = dialog.findChild<QWidget*>(name);
      ASSERT_NE(field, nullptr) << name;
      EXPECT_FALSE(field->accessibleName().isEmpty()) << name;
    }
    auto* languages = dialog.findChild<QComboBox*>("language");
    EXPECT_EQ(languages->currentText(), "en");
    EXPECT_GE(languages->findText("de"), 0);
    dialog.grab().save(SPONDYL_SCREENSHOTS "/export-dialog.png");
  });
}

TEST_F(ExportDialogs, TheReportOfSignedFindingsIsNamedByTheirAmendment) {
  review().sign({"Reader^Rita", "Clinic", SignOffState::signed_off, "", "2026-01-03T00:00:00Z"},
                folder_ / "findings.json");
  ASSERT_TRUE(driver_->wait_for([&] { return !review().signing(); }));
  const auto signed_findings = sign_off::read_verified(folder_ / "findings.json");
  ASSERT_TRUE(signed_findings);
  export_reports({"sr"}, folder_ / "out");
  const auto report = dicom_sr::read_report(folder_ / "out" / "report.sr.dcm");
  ASSERT_TRUE(report && report->findings) << outcome_;
  EXPECT_EQ(report->findings->sign_off->digest, signed_findings->sign_off->digest);
  EXPECT_TRUE(fs::exists(folder_ / "findings.reports.json")) << "where spondyl sign looks for it";
  const auto noted = view_model::noted_reports(*signed_findings, review().noted_beside());
  ASSERT_EQ(noted.size(), 1U);
  EXPECT_EQ(noted[0].sop_instance_uid, report->identity.sop_instance_uid);
}

TEST_F(ExportDialogs, WhatTheArchiveAnsweredDoesNotHideWhatWasWritten) {
  use_dialog(view_model::Action::export_reports, [&](QDialog& dialog) {
    const Hand hand(dialog);
    hand.check_only({"sr"});
    hand.type("folder", (folder_ / "out").string());
    hand.run(*driver_, "export");
    QTimer::singleShot(0, &dialog, [&] {
      auto* sending = qobject_cast<QDialog*>(QApplication::activeModalWidget());
      ASSERT_NE(sending, &dialog);
      const Hand other(*sending);
      other.type("host", "127.0.0.1:1"); // tcpmux: no archive
      other.run(*driver_, "send_now");
      EXPECT_THAT(other.outcome(), HasSubstr("report.sr.dcm: not accepted"));
      sending->reject();
    });
    hand.button("send").click();
    EXPECT_THAT(hand.outcome(), StartsWith("Written: "));
  });
  EXPECT_EQ(logged("send"), 1U);
}

TEST_F(ExportDialogs, APluginOfAnotherFolderIsOfferedAndWrites) {
  auto folders = plugin_host::default_search_folders();
  folders.additional = {SPONDYL_EXAMPLE_PLUGIN}; // as --plugin-path gives it
  review().set_plugins(std::make_shared<plugin_host::PluginHost>(folders), std::string(plugin_host::kBuiltInSegmenter),
                       std::string(plugin_host::kBuiltInGrader));
  use_dialog(view_model::Action::export_reports, [&](QDialog& dialog) {
    EXPECT_TRUE(Hand(dialog).lines().contains("txt  (*.txt, plugin example-text)"))
        << Hand(dialog).lines().join("\n").toStdString();
  });
  export_reports({"txt"}, folder_ / "out");
  const std::string table = text_of(folder_ / "out" / "report.txt");
  for (const VertebraFinding& vertebra : driver_->state().vertebrae)
    EXPECT_THAT(table, HasSubstr(vertebra.display_name())) << outcome_;
}

TEST_F(ExportDialogs, AnArchiveTakesWhatWasExported) {
  std::string why;
  const auto orthanc = dicom_output::Orthanc::start(folder_.sub("orthanc"), why);
  if (!orthanc)
    GTEST_SKIP() << why;
  export_reports({"sr", "seg", "csv"}, folder_ / "out");
  use_dialog(view_model::Action::send_to_archive, [&](QDialog& dialog) {
    const Hand hand(dialog);
    EXPECT_FALSE(hand.button("send_now").isEnabled()) << "no address yet";
    hand.type("host", "127.0.0.1:" + std::to_string(orthanc->dicom_port()));
    hand.type("called", "ORTHANC");
    dialog.findChild<QCheckBox*>("commitment")->setChecked(false);
    hand.run(*driver_, "send_now");
    EXPECT_THAT(hand.outcome(), HasSubstr("report.sr.dcm: stored"));
    EXPECT_THAT(hand.outcome(), HasSubstr("report.seg.dcm: stored"));
    dialog.grab().save(SPONDYL_SCREENSHOTS "/send-dialog.png");
  });
  const auto report = dicom_sr::read_report(folder_ / "out" / "report.sr.dcm");
  ASSERT_TRUE(report);
  EXPECT_FALSE(orthanc->stored_file(report->identity.sop_instance_uid).empty());
  EXPECT_EQ(logged("send"), 2U);
}

} // namespace
} // namespace spondyl::viewer::test
