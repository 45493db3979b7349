// The reader's own measurements, drawn with the mouse, and everything once more with keys alone.
#include "studies.h"
#include "views/keyboard_pointer.h"
#include "window_driver.h"

#include <cmath>
#include <gtest/gtest.h>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::viewer::test {
namespace {

using view_model::Action;
using view_model::ToolKind;
using view_model::ViewContent;

class Tools : public testing::Test {
protected:
  Tools() : driver_(folder_.path()) {}
  void SetUp() override { ASSERT_TRUE(driver_.open(write_mr(folder_.path()))); }

  PictureView& sagittal() { return driver_.view(ViewContent::sagittal); }
  view_model::ToolValue draw(Action action, const std::vector<QPoint>& places) {
    driver_.press_key(action);
    for (const QPoint& place : places)
      driver_.click(sagittal(), place);
    EXPECT_EQ(driver_.workspace().mode(), Mode::navigate) << "the last point ends the tool";
    const view_model::ToolContext context{&*driver_.workspace().image()->volume, nullptr, std::nullopt};
    return driver_.state().tools.empty() ? view_model::ToolValue{}
                                         : view_model::evaluate(driver_.state().tools.back(), context);
  }
  bool says(const std::string& text) {
    for (const view_model::OverlayText& written : sagittal().scene().texts)
      if (written.text.find(text) != std::string::npos)
        return true;
    return false;
  }
  QPoint middle() { return sagittal().rect().center(); }

  test_support::TemporaryFolder folder_;
  WindowDriver driver_;
};

TEST_F(Tools, AnAngleIsTheOneThatWasClicked) {
  const auto value = draw(Action::tool_angle, {middle() + QPoint(80, 0), middle(), middle() + QPoint(0, -80)});
  EXPECT_NEAR(value.value.value_or(0), 90.0, 1e-6);
  EXPECT_TRUE(says("90.0"));
}

TEST_F(Tools, CobbIsTheAngleBetweenTwoLines) {
  const auto value = draw(Action::tool_cobb, {middle() - QPoint(60, 60), middle() + QPoint(60, -60),
                                              middle() + QPoint(-60, 60), middle() + QPoint(60, 90)});
  EXPECT_NEAR(value.value.value_or(0), std::atan2(30, 120) * 180 / 3.14159265358979, 1e-6);
  driver_.save_screenshot("tools-cobb");
}

TEST_F(Tools, ARegionSaysItsStatisticsAndArea) {
  const double zoom = sagittal().transform().zoom;
  const auto rectangle = draw(Action::tool_rectangle, {middle() - QPoint(20, 10), middle() + QPoint(20, 10)});
  EXPECT_NEAR(rectangle.value.value_or(0), 40 * 20 / (zoom * zoom), 1e-6);
  ASSERT_TRUE(rectangle.region);
  EXPECT_GT(rectangle.region->samples, 10);
  EXPECT_LE(rectangle.region->minimum, rectangle.region->mean);
  EXPECT_LE(rectangle.region->mean, rectangle.region->maximum);
  const auto ellipse = draw(Action::tool_ellipse, {middle() - QPoint(20, 10), middle() + QPoint(20, 10)});
  EXPECT_NEAR(*ellipse.value / *rectangle.value, 3.14159265 / 4, 1e-6);
}

TEST_F(Tools, WhatIsSelectedIsDeletedAndComesBack) {
  (void)draw(Action::tool_length, {middle(), middle() + QPoint(0, 90)});
  ASSERT_EQ(driver_.state().tools.size(), 1U);
  driver_.click(sagittal(), middle()); // its handle
  driver_.press_key(Action::delete_selected);
  EXPECT_TRUE(driver_.state().tools.empty());
  driver_.press_key(Action::undo);
  EXPECT_EQ(driver_.state().tools.size(), 1U);
}

TEST_F(Tools, KeysAlonePlacePointsAndMoveThem) {
  sagittal().setFocus();
  driver_.press_key(Action::tool_length);
  driver_.press_key(Action::pointer_click);
  for (int i = 0; i < 10; ++i)
    driver_.press_key(Action::pointer_down);
  driver_.press_key(Action::pointer_click);
  ASSERT_EQ(driver_.state().tools.size(), 1U);
  const view_model::ToolContext context{&*driver_.workspace().image()->volume, nullptr, std::nullopt};
  const auto length = [&] { return *view_model::evaluate(driver_.state().tools[0], context).value; };
  const double zoom = sagittal().transform().zoom;
  EXPECT_NEAR(length(), 80 / zoom, 1e-6) << "ten steps of eight pixels";

  driver_.press_key(Action::pointer_grab);
  ASSERT_TRUE(sagittal().pointer().holding());
  for (int i = 0; i < 6; ++i)
    driver_.press_key(Action::pointer_down);
  driver_.press_key(Action::pointer_click);
  EXPECT_NEAR(length(), 86 / zoom, 1e-6) << "six fine steps";
  EXPECT_FALSE(sagittal().pointer().holding());
}

TEST_F(Tools, ALandmarkIsCorrectedWithKeysAlone) {
  ASSERT_TRUE(driver_.measure());
  const auto key = driver_.state().reviews[1].key;
  driver_.workspace().go_to(key);
  sagittal().setFocus();
  const double before = driver_.state().vertebrae[1].heights.anterior->value;
  sagittal().pointer().put(driver_.place_of(sagittal(), key, 0));
  driver_.press_key(Action::pointer_grab);
  for (int i = 0; i < 20; ++i)
    driver_.press_key(Action::pointer_up);
  EXPECT_GT(driver_.state().vertebrae[1].heights.anterior->value, before) << "while it is held";
  driver_.press_key(Action::cancel);
  EXPECT_EQ(driver_.state().vertebrae[1].heights.anterior->value, before) << "Esc gives it back";
  EXPECT_FALSE(sagittal().pointer().holding());
}

} // namespace
} // namespace spondyl::viewer::test
