// Needs a screen, real or virtual: run by ctest under xvfb-run.
#include "demo.h"
#include "window_driver.h"

#include <QGuiApplication>
#include <algorithm>
#include <gtest/gtest.h>
#include <spondyl/test_support/temporary_folder.h>
#include <spondyl/view_model/palette.h>

namespace spondyl::viewer::test {
namespace {

/// Pixels whose hue is near that of a colour and that are clearly coloured.
int pixels_like(const QImage& image, view_model::Colour colour) {
  const QColor wanted(colour.red, colour.green, colour.blue);
  int count = 0;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) {
      const QColor pixel = image.pixelColor(x, y);
      const int turn = std::abs(pixel.hue() - wanted.hue());
      count += pixel.saturation() > 120 && pixel.value() > 60 && std::min(turn, 360 - turn) < 12;
    }
  return count;
}

TEST(ThreeDimensions, ShowsBodiesInTheColoursOfTheirGrades) {
  if (QGuiApplication::platformName() == "offscreen")
    GTEST_SKIP() << "the 3-D view needs a screen";
  const test_support::TemporaryFolder folder;
  WindowDriver driver(folder.path());
  ASSERT_TRUE(driver.open(write_demo(folder.path())));
  SceneView& scene = driver.window().grid().scene_view();
  ASSERT_TRUE(driver.wait_for([&] { return scene.drawing() && !scene.preparing(); }));
  ASSERT_TRUE(driver.measure());
  // Surfaces are made in the background; the picture is right when it shows them all.
  const auto shown = [&](const VertebraFinding& vertebra) {
    return pixels_like(scene.grab().toImage(), view_model::grade_colour(vertebra.grade)) > 100;
  };
  EXPECT_TRUE(driver.wait_for(
      [&] { return scene.drawing() && !scene.preparing() && std::ranges::all_of(driver.state().vertebrae, shown); }));
  driver.save_screenshot("scene");
}

/// Pixels that are no background: it is dark everywhere.
int drawn_pixels(const QImage& image) {
  int count = 0;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x)
      count += qGray(image.pixel(x, y)) > 60;
  return count;
}

TEST(ThreeDimensions, RaysAreCastBehindTheWindowAndTheirPictureComesBackAfterADrag) {
  if (QGuiApplication::platformName() == "offscreen")
    GTEST_SKIP() << "the 3-D view needs a screen";
  const test_support::TemporaryFolder folder;
  WindowDriver driver(folder.path());
  ASSERT_TRUE(driver.open(write_demo(folder.path())));
  SceneView& scene = driver.window().grid().scene_view();
  ASSERT_TRUE(driver.wait_for([&] { return scene.drawing() && scene.settled(); }));
  const int whole = drawn_pixels(scene.grab().toImage());
  EXPECT_GT(whole, 2000) << "bones stand out of the volume";
  driver.save_screenshot("scene-volume");
  scene.look_from_left();
  ASSERT_TRUE(driver.wait_for([&] { return scene.settled(); }));
  EXPECT_GT(drawn_pixels(scene.grab().toImage()), 2000) << "from the other side, too";

  ASSERT_TRUE(driver.measure());
  ASSERT_TRUE(driver.wait_for([&] { return scene.drawing() && scene.settled(); }));
  const QImage before = scene.grab().toImage();
  driver.save_screenshot("scene-settled");
  const auto key = driver.state().reviews[2].key;
  driver.workspace().go_to(key);
  PictureView& sagittal = driver.view(view_model::ViewContent::sagittal);
  const QPoint corner = driver.place_of(sagittal, key, 0);
  press_at(sagittal, corner, Qt::LeftButton);
  move_to(sagittal, corner - QPoint(0, 30), Qt::LeftButton);
  const int redraws = scene.redraws();
  ASSERT_TRUE(driver.wait_for([&] { return scene.redraws() > redraws; }));
  driver.press_key(view_model::Action::cancel);
  release_at(sagittal, corner, Qt::LeftButton);
  ASSERT_TRUE(driver.wait_for([&] { return scene.settled(); }));
  EXPECT_NEAR(drawn_pixels(scene.grab().toImage()), drawn_pixels(before), 0.02 * drawn_pixels(before));
}

TEST(ThreeDimensions, TheSurfaceFollowsADraggedLandmark) {
  if (QGuiApplication::platformName() == "offscreen")
    GTEST_SKIP() << "the 3-D view needs a screen";
  const test_support::TemporaryFolder folder;
  WindowDriver driver(folder.path());
  ASSERT_TRUE(driver.open(write_demo(folder.path())));
  ASSERT_TRUE(driver.measure());
  SceneView& scene = driver.window().grid().scene_view();
  ASSERT_TRUE(driver.wait_for([&] { return scene.drawing() && !scene.preparing(); }));
  scene.look_from_left();
  const auto key = driver.state().reviews[2].key;
  driver.workspace().go_to(key);
  PictureView& sagittal = driver.view(view_model::ViewContent::sagittal);
  const QPoint corner = driver.place_of(sagittal, key, 0);
  const auto drawn = [&] {
    const int before = scene.redraws();
    (void)driver.wait_for([&] { return scene.redraws() > before; });
    return scene.grab().toImage();
  };
  press_at(sagittal, corner, Qt::LeftButton);
  move_to(sagittal, corner - QPoint(0, 4), Qt::LeftButton);
  const QImage first = drawn();
  move_to(sagittal, corner - QPoint(0, 90), Qt::LeftButton);
  const QImage second = drawn();
  driver.save_screenshot("scene-dragged");
  int different = 0;
  for (int y = 0; y < first.height(); ++y)
    for (int x = 0; x < first.width(); ++x)
      different += std::abs(qGray(first.pixel(x, y)) - qGray(second.pixel(x, y))) > 20;
  EXPECT_GT(different, 150) << "surface and mark are elsewhere while the button is held";
  driver.press_key(view_model::Action::cancel);
  release_at(sagittal, corner, Qt::LeftButton);
}

} // namespace
} // namespace spondyl::viewer::test
