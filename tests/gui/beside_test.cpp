// Two series side by side, and what other systems left beside the images.
#include "foreign_objects.h"
#include "studies.h"
#include "views/slice_view.h"
#include "window_driver.h"

#include <QGuiApplication>
#include <QMenu>
#include <algorithm>
#include <gtest/gtest.h>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::viewer::test {
namespace {

using view_model::Action;
using view_model::LayoutName;
using view_model::ViewContent;

bool show(WindowDriver& driver, const std::string& description) {
  for (const auto& study : driver.workspace().browser().studies())
    for (const auto& item : study.series)
      if (item.series.info.description == description)
        driver.workspace().show_series(item.key);
  return driver.wait_for([&] {
    const OpenedImagePtr image = driver.workspace().image();
    return image && image->complete && image->item.series.info.description == description &&
           driver.workspace().review().ready();
  });
}

bool wait_for_beside(WindowDriver& driver) {
  return driver.wait_for([&] { return driver.workspace().beside() != nullptr; });
}

std::vector<std::string> names_in(const view_model::OverlayScene& scene) {
  std::vector<std::string> names;
  for (const view_model::OverlayText& text : scene.texts)
    names.push_back(text.text.substr(0, text.text.find(' ')));
  std::sort(names.begin(), names.end());
  return names;
}

void expect_two_linked_series(WindowDriver& driver, const std::string& first, const std::string& second,
                              const char* picture) {
  ASSERT_TRUE(show(driver, first));
  ASSERT_TRUE(driver.measure());
  driver.press_key(Action::layout_two_series);
  ASSERT_TRUE(wait_for_beside(driver));
  EXPECT_EQ(driver.workspace().beside()->item.series.info.description, second);
  PictureView &here = driver.view(ViewContent::sagittal), &beside = driver.view(ViewContent::beside_sagittal);
  ASSERT_TRUE(here.isVisible() && beside.isVisible() && driver.view(ViewContent::beside_axial).isVisible());

  driver.workspace().go_to(driver.state().reviews[2].key);
  const auto place = std::get<PatientPoint>(*here.image_point({here.width() / 2.0, here.height() / 2.0}));
  for (const auto content : {ViewContent::beside_sagittal, ViewContent::beside_axial, ViewContent::axial})
    EXPECT_NEAR(driver.view(content).plane()->distance_to(place), 0.0, 1e-6) << "the same place of the patient";
  const auto there = names_in(beside.scene()), on_it = names_in(here.scene());
  for (const VertebraFinding& vertebra : driver.state().vertebrae) {
    if (!vertebra.landmarks)
      continue; // known to be there, not seen: it has no place
    EXPECT_TRUE(std::count(there.begin(), there.end(), vertebra.display_name()))
        << vertebra.display_name() << " beside";
    EXPECT_TRUE(std::count(on_it.begin(), on_it.end(), vertebra.display_name())) << vertebra.display_name();
  }
  driver.press_key(Action::reset_view);
  beside.setFocus();
  driver.press_key(Action::reset_view);
  beside.scroll(1);
  EXPECT_NEAR(here.plane()->distance_to(beside.plane()->origin), 0.0, 1e-6) << "scrolling leads the other, too";
  EXPECT_FALSE(beside.editable()) << "corrected is the series that was opened";
  driver.save_screenshot(picture);
}

TEST(Beside, CtAndMrOfOneFrameFollowEachOtherAndBothCarryTheLabels) {
  const test_support::TemporaryFolder folder;
  WindowDriver driver(folder.path());
  ASSERT_TRUE(driver.open(write_ct_and_mr(folder.path())));
  expect_two_linked_series(driver, "CT", "MR", "two-series-ct-mr");
  const double before = driver.workspace().image()->window.width;
  driver.view(ViewContent::beside_sagittal).setFocus();
  driver.press_key(Action::invert);
  EXPECT_TRUE(driver.workspace().beside()->window.inverted) << "keys act on the view that has the keyboard";
  EXPECT_FALSE(driver.workspace().image()->window.inverted);
  EXPECT_EQ(driver.workspace().image()->window.width, before);
}

TEST(Beside, T1AndT2OfOneFrameFollowEachOther) {
  const test_support::TemporaryFolder folder;
  WindowDriver driver(folder.path());
  ASSERT_TRUE(driver.open(write_t1_and_t2(folder.path())));
  expect_two_linked_series(driver, "T1", "T2", "two-series-t1-t2");
}

class Foreign : public testing::Test {
protected:
  Foreign() : driver_(folder_.path()) {}
  /// A study that was measured once, with its outlines and another system's report beside it, opened by a new reader.
  void SetUp() override {
    const auto study = write_ct_and_mr(folder_.path());
    ASSERT_TRUE(driver_.open(study));
    ASSERT_TRUE(show(driver_, "CT"));
    ASSERT_TRUE(driver_.measure());
    const auto& document = *driver_.workspace().review().document();
    const Series& series = document.series();
    write_segmentation(document.findings(), *document.state().labels, study / "ct", study / "outlines.dcm");
    const auto& geometry = *series.geometry;
    const std::size_t slice = series.frames.size() / 2;
    const auto middle = view_model::centre_of(geometry);
    report_ = {series.info.frame_of_reference_uid,
               middle + PatientVector{0, 5, 20},
               middle + PatientVector{0, 5, -20},
               series.frames[slice].sop_instance_uid,
               {geometry.size.columns / 2.0, geometry.size.rows / 2.0},
               6.0};
    circle_plane_z_ = geometry.to_patient({0, 0, static_cast<double>(slice)}).z;
    write_foreign_report(report_, study / "report.dcm");
    std::filesystem::remove_all(folder_ / "sessions");
    ASSERT_TRUE(reader_.open(study));
    ASSERT_TRUE(show(reader_, "CT"));
    ASSERT_TRUE(reader_.wait_for([&] { return !reader_.workspace().stored().looking(); }));
  }
  test_support::TemporaryFolder folder_, other_;
  WindowDriver driver_, reader_{other_.path()};
  ForeignReport report_;
  double circle_plane_z_ = 0.0;
};

TEST_F(Foreign, OutlinesAndShapesAreDrawnOverTheImagesAndTakenAway) {
  PictureView& sagittal = reader_.view(ViewContent::sagittal);
  const auto seen = names_in(sagittal.foreign());
  EXPECT_EQ(seen.size(), 6U) << "four bodies, a line and a circle";
  EXPECT_TRUE(std::count(seen.begin(), seen.end(), "Canal"));
  const auto line = std::find_if(sagittal.foreign().lines.begin(), sagittal.foreign().lines.end(),
                                 [](const view_model::OverlayLine& l) { return !l.closed && l.points.size() == 2; });
  ASSERT_NE(line, sagittal.foreign().lines.end());
  const auto expected = sagittal.plane()->project(report_.from);
  EXPECT_NEAR(line->points[0].x, expected.x, 0.01);
  EXPECT_NEAR(line->points[0].y, expected.y, 0.01);
  reader_.save_screenshot("foreign-segmentation-and-report");

  reader_.press_key(Action::toggle_stored);
  EXPECT_TRUE(sagittal.foreign().lines.empty());
  reader_.press_key(Action::toggle_stored);
  EXPECT_FALSE(sagittal.foreign().lines.empty());

  auto* menu = reader_.window().findChild<QMenu*>("stored");
  ASSERT_NE(menu, nullptr);
  emit menu->aboutToShow();
  ASSERT_EQ(menu->actions().size(), 2);
  for (QAction* entry : menu->actions())
    if (entry->text().contains("egmentation"))
      entry->trigger();
  EXPECT_EQ(names_in(sagittal.foreign()), (std::vector<std::string>{"Canal", "Cyst"})) << "one at a time";
}

TEST_F(Foreign, ACircleInPixelsOfASliceIsDrawnThere) {
  PictureView& axial = reader_.view(ViewContent::axial);
  const auto has_circle = [&] {
    const auto names = names_in(axial.foreign());
    return std::find(names.begin(), names.end(), "Cyst") != names.end();
  };
  reader_.workspace().moved(reader_.workspace().linked().set_crosshair(
      *static_cast<SliceView&>(reader_.view(ViewContent::sagittal)).id(), PatientPoint{0, 0, circle_plane_z_}));
  EXPECT_TRUE(has_circle());
  reader_.workspace().moved(reader_.workspace().linked().set_crosshair(
      *static_cast<SliceView&>(reader_.view(ViewContent::sagittal)).id(), PatientPoint{0, 0, circle_plane_z_ + 40}));
  EXPECT_FALSE(has_circle()) << "far from its slice";
}

TEST_F(Foreign, TheMrOfTheSameFrameShowsThemToo) {
  ASSERT_TRUE(show(reader_, "MR"));
  ASSERT_TRUE(reader_.wait_for([&] { return !reader_.workspace().stored().looking(); }));
  const auto seen = names_in(reader_.view(ViewContent::sagittal).foreign());
  EXPECT_GE(seen.size(), 5U) << "four bodies and the line";
  EXPECT_TRUE(std::count(seen.begin(), seen.end(), "Canal"));
}

TEST_F(Foreign, TheStraightenedSpineShowsThemToo) {
  ASSERT_TRUE(reader_.measure());
  reader_.window().grid().show_layout(LayoutName::straightened_table);
  PictureView& straightened = reader_.view(ViewContent::straightened);
  const auto seen = names_in(straightened.foreign());
  EXPECT_GE(seen.size(), 5U) << "four bodies and the line";
  EXPECT_TRUE(std::ranges::any_of(straightened.foreign().lines, &view_model::OverlayLine::dashed));
  reader_.save_screenshot("foreign-straightened");
}

class ThreeDimensionsBeside : public Foreign {};

TEST_F(ThreeDimensionsBeside, SegmentationsOfOthersAreSurfaces) {
  if (QGuiApplication::platformName() == "offscreen")
    GTEST_SKIP() << "the 3-D view needs a screen";
  SceneView& scene = reader_.window().grid().scene_view();
  const auto yellow = [&] {
    const QImage image = scene.grab().toImage();
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
      for (int x = 0; x < image.width(); ++x) {
        const QColor pixel = image.pixelColor(x, y);
        count += pixel.saturation() > 100 && pixel.value() > 80 && std::abs(pixel.hue() - 48) < 12;
      }
    return count;
  };
  EXPECT_TRUE(reader_.wait_for([&] { return scene.drawing() && scene.settled() && yellow() > 500; }));
  reader_.save_screenshot("scene-beside");
  reader_.press_key(Action::toggle_stored);
  EXPECT_TRUE(reader_.wait_for([&] { return scene.drawing() && scene.settled() && yellow() < 50; }));
}

} // namespace
} // namespace spondyl::viewer::test
