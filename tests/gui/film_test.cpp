// A film from the first click to the report: body centres, points on edges, a magnification, what is written.
#include "core/report_exporter.h"
#include "dialog_answer.h"
#include "window/calibration_dialog.h"
#include "window/level_dialog.h"
#include "window_driver.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QStandardPaths>
#include <fstream>
#include <gmock/gmock.h>
#include <spondyl/dicom_sr/report.h>
#include <spondyl/dicom_write/write.h>
#include <spondyl/film_phantom/film_phantom.h>
#include <spondyl/findings/findings_json.h>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::viewer::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using view_model::Action;
using view_model::ScreenPoint;
using view_model::ViewContent;

constexpr double kDetectorSpacing = 0.6; // mm; with a magnification of 1.2 the phantom's own 0.5

double away(PixelPoint a, PixelPoint b) {
  return std::hypot(a.column - b.column, a.row - b.row);
}

std::string content(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

class MeasuringFilms : public testing::Test {
protected:
  MeasuringFilms() : phantom_(film_phantom::draw_film()), driver_(folder_.path(), {1500, 1000}) {}
  void SetUp() override {
    dicom_write::WriteOptions options;
    options.patient = {"TEST-0001", "SPONDYL", "Phantom^Film", "19500101", "F", "075Y"};
    options.series.modality = "DX";
    options.pixels.is_signed = false;
    options.spacing_tags.imager_pixel_spacing = dicom::SpacingPair{kDetectorSpacing, kDetectorSpacing};
    fs::create_directories(folder_ / "study");
    const auto written = dicom_write::write_radiograph(phantom_.film, folder_ / "study" / "film.dcm", options);
    ASSERT_TRUE(written) << written.error().text();
    QObject::connect(&driver_.workspace(), &Workspace::failed,
                     [this](const QString& text) { failures_ += text.toStdString() + "\n"; });
    ASSERT_TRUE(driver_.open(folder_ / "study"));
  }

  PictureView& film() { return driver_.view(ViewContent::radiograph); }
  QPoint on_screen(PixelPoint point) {
    const ScreenPoint at = film().transform().to_screen({point.column, point.row});
    return {static_cast<int>(std::lround(at.x)), static_cast<int>(std::lround(at.y))};
  }
  void click(PixelPoint point) { driver_.click(film(), on_screen(point)); }
  /// Body centres, as many as are named.
  void click_centres(const std::vector<std::size_t>& bodies) {
    driver_.press_key(Action::add_vertebra);
    for (const std::size_t body : bodies)
      click(phantom_.centres[body]);
    driver_.press_key(Action::measure);
    ASSERT_TRUE(driver_.wait_for([&] { return !driver_.workspace().review().measuring(); }));
  }
  void click_six_points(std::size_t body) {
    driver_.press_key(Action::manual_points);
    for (const auto& [name, member] : kLandmarkMembers<PixelPoint>)
      click(phantom_.bodies[body].*member);
  }
  const SixPixels& points(std::size_t body) { return std::get<SixPixels>(*driver_.state().vertebrae[body].landmarks); }
  double depth(std::size_t body) {
    return away(phantom_.bodies[body].anterior_superior, phantom_.bodies[body].posterior_superior);
  }
  double corner_error(std::size_t measured, std::size_t body) {
    double sum = 0.0;
    for (const std::size_t corner : {0, 1, 4, 5}) {
      const auto member = kLandmarkMembers<PixelPoint>[corner].second;
      sum += away(points(measured).*member, phantom_.bodies[body].*member) / 4;
    }
    return sum / depth(body);
  }
  void answer_level(const QString& level, bool only_this) {
    const Answer<LevelDialog> answer([&](LevelDialog& dialog) {
      dialog.findChild<QComboBox*>()->setCurrentText(level);
      dialog.findChild<QCheckBox*>()->setChecked(only_this);
      dialog.accept();
    });
    driver_.press_key(Action::relabel);
    EXPECT_TRUE(answer.given());
  }
  void calibrate(double magnification, const QString& who) {
    const Answer<CalibrationDialog> answer([&](CalibrationDialog& dialog) {
      auto* accept = dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
      EXPECT_FALSE(accept->isEnabled()) << "somebody answers for it";
      EXPECT_THAT(dialog.findChild<QLabel*>("outcome")->text().toStdString(), HasSubstr("name"));
      for (const char* name : {"source", "value", "who", "outcome"})
        EXPECT_FALSE(dialog.findChild<QWidget*>(name)->accessibleName().isEmpty()) << name;
      dialog.findChild<QDoubleSpinBox*>("value")->setValue(magnification);
      dialog.findChild<QLineEdit*>("who")->setText(who);
      dialog.grab().save(SPONDYL_SCREENSHOTS "/calibration-dialog.png");
      EXPECT_TRUE(accept->isEnabled());
      accept->click();
    });
    driver_.press_key(Action::calibrate_film);
    EXPECT_TRUE(answer.given());
  }

  test_support::TemporaryFolder folder_;
  film_phantom::FilmPhantom phantom_;
  WindowDriver driver_;
  std::string failures_;
};

TEST_F(MeasuringFilms, ClicksIntoBodiesBecomeSixPointsEach) {
  driver_.press_key(Action::add_vertebra);
  click(phantom_.centres[0]);
  click({20, 20});
  EXPECT_EQ(driver_.workspace().placed_points().size(), 2U);
  driver_.press_key(Action::delete_selected);
  EXPECT_EQ(driver_.workspace().placed_points().size(), 1U) << "a wrong click is taken back";
  driver_.press_key(Action::cancel);

  click_centres({0, 1, 2, 3, 4, 5});
  ASSERT_EQ(driver_.state().vertebrae.size(), 6U) << failures_;
  for (std::size_t body = 0; body < 6; ++body) {
    EXPECT_EQ(driver_.state().vertebrae[body].origin, MeasurementOrigin::seeded);
    EXPECT_LT(corner_error(body, body), 0.05) << "of the depth, body " << body;
  }
  driver_.save_screenshot("film-clicked");
}

TEST_F(MeasuringFilms, TheUppermostAndTheLowermostClickAreEnough) {
  click_centres({0, 5});
  ASSERT_EQ(driver_.state().vertebrae.size(), 6U) << failures_;
  for (std::size_t body = 0; body < 6; ++body)
    EXPECT_LT(corner_error(body, body), 0.05) << "of the depth, body " << body;
}

TEST_F(MeasuringFilms, ADraggedCornerIsMagnifiedAndSnapsUnlessAKeyIsHeld) {
  click_centres({0, 1, 2, 3, 4, 5});
  ASSERT_EQ(driver_.state().vertebrae.size(), 6U) << failures_;
  const auto key = driver_.state().reviews[2].key;
  driver_.workspace().go_to(key);
  const PixelPoint truth = phantom_.bodies[2].anterior_superior;
  const QPoint from = driver_.place_of(film(), key, 0);
  const QPoint beside = on_screen(truth) + QPoint(5, 4); // about a millimetre off
  press_at(film(), from, Qt::LeftButton);
  move_to(film(), from - QPoint(40, 40), Qt::LeftButton);
  move_to(film(), beside, Qt::LeftButton);
  ASSERT_TRUE(film().magnified()) << "while the button is held";
  const PixelPoint snapped = points(2).anterior_superior;
  const auto shown = film().transform().to_plane(*film().magnified());
  EXPECT_LT(away({shown.x, shown.y}, snapped), 0.1) << "the glass shows where the corner is, not the hand";
  EXPECT_LT(away(snapped, truth), 1.0);
  driver_.save_screenshot("film-dragging");

  move_to(film(), beside, Qt::LeftButton, Qt::ControlModifier);
  const auto held = film().transform().to_plane({double(beside.x()), double(beside.y())});
  EXPECT_LT(away(points(2).anterior_superior, {held.x, held.y}), 1e-6) << "Ctrl lets it go freely";
  move_to(film(), beside, Qt::LeftButton);
  EXPECT_LT(away(points(2).anterior_superior, truth), 1.0);
  release_at(film(), beside, Qt::LeftButton);
  EXPECT_FALSE(film().magnified());
  EXPECT_LT(away(points(2).anterior_superior, truth), 1.0) << "what was shown is kept";

  driver_.press_key(Action::toggle_snapping);
  driver_.drag(film(), driver_.place_of(film(), key, 0), beside);
  EXPECT_LT(away(points(2).anterior_superior, {held.x, held.y}), 1e-6);
}

TEST_F(MeasuringFilms, FromClicksToTheReportTheScaleSaysWhereItComesFrom) {
  click_centres({0, 1, 2, 3, 4, 5});
  ASSERT_EQ(driver_.state().vertebrae.size(), 6U) << failures_;
  driver_.workspace().go_to(driver_.state().reviews[5].key);
  answer_level("L5", false);
  EXPECT_EQ(driver_.state().vertebrae[0].display_name(), "T12");
  EXPECT_EQ(driver_.state().vertebrae[2].heights.posterior->spacing, SpacingProvenance::detector);
  EXPECT_THAT(film().words().join('\n').toStdString(), HasSubstr("detector"));

  calibrate(1.2, "Reader^Rita");
  const HeightMeasurement height = *driver_.state().vertebrae[2].heights.posterior;
  EXPECT_EQ(height.spacing, SpacingProvenance::estimated);
  EXPECT_NEAR(*height.value_mm, height.value * kDetectorSpacing / 1.2, 0.01);
  EXPECT_THAT(film().words().join('\n').toStdString(), HasSubstr("0.500 mm (estimated)"));
  driver_.save_screenshot("film-calibrated");
  driver_.press_key(Action::undo);
  EXPECT_EQ(driver_.state().vertebrae[2].heights.posterior->spacing, SpacingProvenance::detector);
  driver_.press_key(Action::redo);

  ReportExporter exporter(driver_.workspace());
  ASSERT_TRUE(exporter.prepare()) << failures_;
  exporter.write({{"pdf", "html", "sr", "json"}, "en", "", folder_ / "out"});
  ASSERT_TRUE(driver_.wait_for([&] { return !exporter.busy(); }));
  const std::string how = "Magnification 1.2 typed in by Reader^Rita";
  EXPECT_THAT(content(folder_ / "out" / "report.html"), HasSubstr("estimated"));
  EXPECT_THAT(content(folder_ / "out" / "report.html"), HasSubstr(how));
  const auto sr = dicom_sr::read_report(folder_ / "out" / "report.sr.dcm");
  ASSERT_TRUE(sr && sr->findings);
  ASSERT_TRUE(sr->findings->calibration);
  EXPECT_EQ(sr->findings->calibration->by, "Reader^Rita");
  EXPECT_EQ(sr->findings->vertebrae[2].heights.posterior->spacing, SpacingProvenance::estimated);
  EXPECT_THAT(content(folder_ / "out" / "report.json"), HasSubstr("\"estimated\""));
  EXPECT_THAT(content(folder_ / "out" / "report.json"), HasSubstr("\"magnification\""));
  const QString tool = QStandardPaths::findExecutable("pdftotext");
  ASSERT_TRUE(fs::exists(folder_ / "out" / "report.pdf"));
  if (!tool.isEmpty()) {
    QProcess::execute(tool, {QString::fromStdString((folder_ / "out" / "report.pdf").string()),
                             QString::fromStdString((folder_ / "report.txt").string())});
    EXPECT_THAT(content(folder_ / "report.txt"), HasSubstr("estimated"));
    EXPECT_THAT(content(folder_ / "report.txt"), HasSubstr("1.2 typed in"));
  }
}

TEST_F(MeasuringFilms, ABodyIsInsertedDeletedAndNamedAmongTheOthers) {
  click_centres({0, 1, 3, 4});
  const std::size_t found = driver_.state().vertebrae.size();
  ASSERT_GE(found, 4U) << failures_;
  if (found == 5) { // the gap was seen and filled: the reader takes it out
    driver_.workspace().select(driver_.state().reviews[2].key);
    driver_.press_key(Action::delete_selected);
  }
  ASSERT_EQ(driver_.state().vertebrae.size(), 4U);
  const auto before = driver_.state().vertebrae;

  click_centres({2});
  ASSERT_EQ(driver_.state().vertebrae.size(), 5U) << failures_;
  EXPECT_LT(corner_error(2, 2), 0.05) << "sorted in where it lies";
  EXPECT_EQ(driver_.state().vertebrae[2].origin, MeasurementOrigin::seeded);
  EXPECT_EQ(driver_.state().vertebrae[1].landmarks, before[1].landmarks) << "the others stay";
  EXPECT_EQ(driver_.state().vertebrae[3].landmarks, before[2].landmarks);

  driver_.workspace().go_to(driver_.state().reviews[4].key);
  answer_level("L4", false);
  EXPECT_EQ(driver_.state().vertebrae[2].display_name(), "L2");
  driver_.workspace().go_to(driver_.state().reviews[2].key);
  answer_level("L3", true);
  EXPECT_EQ(driver_.state().vertebrae[2].display_name(), "L3") << "this one only";
  EXPECT_EQ(driver_.state().vertebrae[1].display_name(), "L1");

  driver_.press_key(Action::delete_selected);
  EXPECT_EQ(driver_.state().vertebrae.size(), 4U);
  driver_.press_key(Action::undo);
  EXPECT_EQ(driver_.state().vertebrae.size(), 5U);
}

TEST_F(MeasuringFilms, AWholeSessionByHandNeedsNothingAutomatic) {
  for (const std::size_t body : {3, 1, 2})
    click_six_points(body);
  ASSERT_EQ(driver_.state().vertebrae.size(), 3U) << failures_;
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(driver_.state().vertebrae[i].origin, MeasurementOrigin::edited);
    EXPECT_LT(corner_error(i, i + 1), 0.02) << "cranial to caudal, whatever the order of clicks";
    EXPECT_TRUE(driver_.state().vertebrae[i].ratios.anterior_to_posterior);
  }
  driver_.workspace().go_to(driver_.state().reviews[1].key);
  answer_level("L2", false);
  EXPECT_EQ(driver_.state().vertebrae[2].display_name(), "L3");
  const fs::path saved = folder_ / "findings.json";
  driver_.workspace().review().save(saved);
  ASSERT_TRUE(driver_.wait_for([&] { return !driver_.workspace().review().saving(); }));
  const auto read = findings::parse_findings(content(saved), "findings.json");
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->vertebrae.size(), 3U);
}

TEST_F(MeasuringFilms, AKnownLengthOnTheFilmCalibratesItToo) {
  driver_.press_key(Action::tool_length);
  driver_.click(film(), on_screen({100, 100}));
  driver_.click(film(), on_screen({100, 200}));
  ASSERT_EQ(driver_.state().tools.size(), 1U);
  const Answer<CalibrationDialog> answer([&](CalibrationDialog& dialog) {
    EXPECT_EQ(dialog.findChild<QComboBox*>("source")->currentIndex(), 1) << "what was drawn is meant";
    dialog.findChild<QDoubleSpinBox*>("value")->setValue(40.0);
    dialog.findChild<QLineEdit*>("who")->setText("Reader^Rita");
    dialog.accept();
  });
  driver_.press_key(Action::calibrate_film);
  ASSERT_TRUE(answer.given());
  ASSERT_TRUE(driver_.state().scale) << failures_;
  EXPECT_NEAR(driver_.state().scale->row_spacing, 0.4, 0.01);
  EXPECT_THAT(film().words().join('\n').toStdString(), HasSubstr("(calibrated)"));
  click_six_points(2);
  ASSERT_EQ(driver_.state().vertebrae.size(), 1U);
  EXPECT_EQ(driver_.state().vertebrae[0].heights.anterior->spacing, SpacingProvenance::calibrated);
}

} // namespace
} // namespace spondyl::viewer::test
