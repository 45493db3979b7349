// Series of one frame of reference, studies of one patient, and series of many slices.
#include "studies.h"
#include "views/film_view.h"
#include "views/slice_view.h"
#include "window/watchdog.h"
#include "window_driver.h"

#include <QProcess>
#include <QStandardPaths>
#include <algorithm>
#include <gtest/gtest.h>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::viewer::test {
namespace {

using view_model::Action;
using view_model::LayoutName;
using view_model::ViewContent;

/// Opens the next series and waits for all of it.
bool show(WindowDriver& driver, const char* modality) {
  for (const auto& study : driver.workspace().browser().studies())
    for (const auto& item : study.series)
      if (item.series.info.modality == modality)
        driver.workspace().show_series(item.key);
  return driver.wait_for([&] {
    const OpenedImagePtr image = driver.workspace().image();
    return image && image->complete && image->item.series.info.modality == modality &&
           driver.workspace().review().ready();
  });
}

std::vector<std::string> level_texts(const view_model::OverlayScene& scene) {
  std::vector<std::string> levels;
  for (const view_model::OverlayText& text : scene.texts)
    if (text.target && std::holds_alternative<view_model::VertebraTarget>(*text.target))
      levels.push_back(text.text.substr(0, text.text.find(' ')));
  std::sort(levels.begin(), levels.end());
  return levels;
}

PatientPoint origin_of(PictureView& view) {
  return view.plane()->origin;
}

TEST(Following, LabelsAndCrosshairAppearInTheOtherSeriesOfTheFrame) {
  const test_support::TemporaryFolder folder;
  WindowDriver driver(folder.path());
  ASSERT_TRUE(driver.open(write_ct_and_mr(folder.path())));
  ASSERT_TRUE(show(driver, "CT"));
  ASSERT_TRUE(driver.measure());
  const auto levels = level_texts(driver.view(ViewContent::sagittal).scene());
  ASSERT_EQ(levels.size(), driver.state().vertebrae.size());
  driver.workspace().go_to(driver.state().reviews[1].key);
  const PatientPoint looked_at =
      *driver.workspace().linked().crosshair(*static_cast<SliceView&>(driver.view(ViewContent::sagittal)).id());

  ASSERT_TRUE(show(driver, "MR"));
  PictureView& sagittal = driver.view(ViewContent::sagittal);
  PictureView& axial = driver.view(ViewContent::axial);
  EXPECT_EQ(level_texts(sagittal.scene()), levels) << "measured on the other series";
  EXPECT_EQ(level_texts(axial.scene()).size(), 1U) << "the axial plane cuts the body that was looked at";
  EXPECT_TRUE(sagittal.scene().markers.empty()) << "its landmarks are edited where they were measured";
  EXPECT_NEAR(axial.plane()->distance_to(looked_at), 0.0, 1e-6);
  EXPECT_NEAR(sagittal.plane()->distance_to(looked_at), 0.0, 1e-6);
  driver.save_screenshot("following-other-series");

  // Back again: the place that was chosen on the MR holds on the CT.
  move_to(sagittal, {sagittal.width() / 2, sagittal.height() / 3}, Qt::NoButton, Qt::ShiftModifier);
  const PatientPoint axial_place = origin_of(axial);
  ASSERT_TRUE(show(driver, "CT"));
  EXPECT_NEAR(driver.view(ViewContent::axial).plane()->distance_to(axial_place), 0.0, 1e-6);
}

TEST(Following, TheOlderStudyStandsBesideTheCurrentOne) {
  const test_support::TemporaryFolder folder;
  WindowDriver driver(folder.path());
  ASSERT_TRUE(driver.open(write_two_dates(folder.path())));
  EXPECT_EQ(driver.workspace().image()->item.series.study.date, "20260101") << "the newest is opened";
  ASSERT_TRUE(driver.wait_for([&] { return driver.workspace().prior() != nullptr; }));
  EXPECT_EQ(driver.workspace().prior()->item.series.study.date, "20240101");
  driver.window().grid().show_layout(LayoutName::current_prior);
  PictureView& prior = driver.view(ViewContent::prior);
  ASSERT_TRUE(prior.isVisible());
  EXPECT_TRUE(driver.view(ViewContent::sagittal).isVisible());
  EXPECT_EQ(prior.image(), driver.workspace().prior());
  EXPECT_FALSE(prior.editable()) << "only the current study is corrected";
  const auto before = origin_of(prior);
  prior.scroll(1);
  EXPECT_GT(distance(before, origin_of(prior)), 0.5);
  driver.save_screenshot("current-and-prior");
}

TEST(Following, AnMrOpensSagittalFirstAndIsMeasured) {
  const test_support::TemporaryFolder folder;
  WindowDriver driver(folder.path());
  ASSERT_TRUE(driver.open(write_mr(folder.path())));
  EXPECT_EQ(driver.window().grid().layout_name(), LayoutName::mr);
  EXPECT_GT(driver.view(ViewContent::sagittal).width(), driver.view(ViewContent::axial).width());
  ASSERT_TRUE(driver.measure());
  // The body that the upper edge of the image cuts is named, not measured.
  EXPECT_EQ(std::ranges::count(driver.state().vertebrae, MeasurementStatus::measured, &VertebraFinding::status), 4);
  driver.save_screenshot("mr-measured");

  // A view that was hidden when a vertebra was chosen shows its whole picture, at a size that can be read.
  driver.workspace().go_to(driver.state().reviews[1].key);
  driver.window().grid().show_layout(LayoutName::straightened_table);
  PictureView& straightened = driver.view(ViewContent::straightened);
  ASSERT_TRUE(driver.wait_for([&] { return straightened.width() > 500; }));
  EXPECT_GT(straightened.transform().zoom, 2.0) << "screen px per mm";
}

TEST(Following, ADicomdirOpensLikeAFolder) {
  const QString tool = QStandardPaths::findExecutable("dcmmkdir");
  if (tool.isEmpty())
    GTEST_SKIP() << "dcmmkdir of DCMTK is not installed";
  const test_support::TemporaryFolder folder;
  const auto written = write_mr(folder.path());
  const auto media = folder / "media";
  std::filesystem::create_directories(media / "IMAGES");
  QStringList arguments{"+I", "+id", QString::fromStdString(media.string()), "+D",
                        QString::fromStdString((media / "DICOMDIR").string())};
  int number = 0;
  for (const auto& file : std::filesystem::directory_iterator(written)) {
    const std::string name = "I" + std::to_string(number++);
    std::filesystem::copy_file(file.path(), media / "IMAGES" / name);
    arguments << QString::fromStdString("IMAGES/" + name);
  }
  ASSERT_EQ(QProcess::execute(tool, arguments), 0);
  WindowDriver driver(folder.path());
  ASSERT_TRUE(driver.open(media / "DICOMDIR"));
  EXPECT_EQ(driver.workspace().image()->item.series.frames.size(), static_cast<std::size_t>(number));
}

TEST(Following, ThreeThousandSlicesAreOpenedAndScrolled) {
  const test_support::TemporaryFolder folder;
  const auto study = write_long_series(folder.path(), 3000);
  WindowDriver driver(folder.path());
  const Watchdog watchdog(std::chrono::milliseconds(100000)); // only measures
  driver.workspace().open({study});
  ASSERT_TRUE(driver.wait_for([&] { return driver.workspace().image() && driver.workspace().image()->complete; }));
  std::printf("longest time without an answer while 3,000 slices were opened: %lld ms\n",
              static_cast<long long>(watchdog.longest().count()));
  PictureView& axial = driver.view(ViewContent::axial);
  const auto& geometry = driver.workspace().image()->volume->geometry();
  axial.scroll_to_end(true);
  EXPECT_EQ(view_model::slice_position(geometry, *axial.plane()).index, 2999);
  axial.scroll_to_end(false);
  EXPECT_EQ(view_model::slice_position(geometry, *axial.plane()).index, 0);
}

TEST(Film, IsMeasuredByHandInPixelsWithItsScalesOrigin) {
  const test_support::TemporaryFolder folder;
  const FilmStudy film = write_film(folder.path());
  WindowDriver driver(folder.path());
  ASSERT_TRUE(driver.open(film.folder));
  EXPECT_EQ(driver.window().grid().layout_name(), LayoutName::radiograph);
  PictureView& view = driver.view(ViewContent::radiograph);
  ASSERT_TRUE(view.isVisible());
  EXPECT_TRUE(view.words().join('\n').contains("calibrated")) << view.words().join('\n').toStdString();

  driver.press_key(Action::manual_points);
  for (std::size_t i = 0; i < 6; ++i) {
    const PixelPoint point = film.landmarks.*(kLandmarkMembers<PixelPoint>[i].second);
    const auto at = view.transform().to_screen({point.column, point.row});
    driver.click(view, {static_cast<int>(std::lround(at.x)), static_cast<int>(std::lround(at.y))});
  }
  ASSERT_EQ(driver.state().vertebrae.size(), 1U);
  const VertebraFinding& vertebra = driver.state().vertebrae[0];
  EXPECT_NEAR(*vertebra.ratios.anterior_to_posterior, film.anterior_to_posterior, 0.04) << "clicks are whole pixels";
  EXPECT_EQ(vertebra.heights.anterior->unit, LengthUnit::pixel);
  EXPECT_EQ(vertebra.heights.anterior->spacing, SpacingProvenance::calibrated);
  EXPECT_NEAR(*vertebra.heights.anterior->value_mm, vertebra.heights.anterior->value * kFilmPixel, 1e-6);
  driver.save_screenshot("film-six-points");
}

} // namespace
} // namespace spondyl::viewer::test
