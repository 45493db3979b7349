// Everything that turns, thickens or enlarges a picture, by the window's own commands.
#include "demo.h"
#include "studies.h"
#include "views/slice_view.h"
#include "window_driver.h"

#include <QLabel>
#include <cmath>
#include <gtest/gtest.h>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::viewer::test {
namespace {

using view_model::Action;
using view_model::ViewContent;

/// One opened demo study for all tests of the suite; each begins with the views as they opened.
class Looking : public testing::Test {
protected:
  static void SetUpTestSuite() {
    folder_ = new test_support::TemporaryFolder;
    driver_ = new WindowDriver(folder_->path());
    ASSERT_TRUE(driver_->open(write_demo(folder_->path())));
  }
  static void TearDownTestSuite() {
    delete driver_;
    delete folder_;
  }
  void SetUp() override {
    sagittal().setFocus();
    press(Action::reset_view);
  }
  static void press(Action action) { driver_->press_key(action); }
  static SliceView& sagittal() { return static_cast<SliceView&>(driver_->view(ViewContent::sagittal)); }
  static QImage picture() { return sagittal().grab().toImage(); }
  static view_model::OrientationLetters letters() {
    return view_model::orientation_letters(sagittal().plane(), sagittal().transform());
  }
  static int slice() {
    return view_model::slice_position(driver_->workspace().image()->volume->geometry(), *sagittal().plane()).index;
  }
  static bool written(const QString& word) { return sagittal().words().join('\n').contains(word); }

  static inline test_support::TemporaryFolder* folder_ = nullptr;
  static inline WindowDriver* driver_ = nullptr;
};

TEST_F(Looking, FlippingAndTurningTakesTheLettersAlong) {
  EXPECT_EQ(letters().left, "A");
  press(Action::flip_horizontal);
  EXPECT_EQ(letters().left, "P");
  EXPECT_EQ(letters().top, "H");
  press(Action::flip_horizontal);
  press(Action::flip_vertical);
  EXPECT_EQ(letters().top, "F");
  press(Action::flip_vertical);
  press(Action::rotate_right);
  EXPECT_EQ(letters().right, "H") << "clockwise: up goes to the right";
  press(Action::rotate_left);
  press(Action::rotate_left);
  EXPECT_EQ(letters().left, "H");
  press(Action::reset_view);
  EXPECT_EQ(letters().top, "H");
}

TEST_F(Looking, AFlippedPictureIsTheMirrorOfTheOther) {
  press(Action::toggle_overlay);
  const QPoint probe(sagittal().width() / 2 + 60, sagittal().height() / 2 + 33);
  const QPoint mirrored(sagittal().width() - 1 - probe.x(), probe.y());
  const QRgb there = picture().pixel(mirrored);
  press(Action::flip_horizontal);
  EXPECT_NEAR(qGray(picture().pixel(probe)), qGray(there), 12);
  press(Action::toggle_overlay);
}

TEST_F(Looking, CineMovesTheSlicesByItself) {
  const int before = slice();
  press(Action::cine);
  EXPECT_TRUE(written("cine"));
  ASSERT_TRUE(driver_->wait_for([&] { return std::abs(slice() - before) >= 2; }));
  press(Action::cine);
  EXPECT_FALSE(written("cine"));
}

TEST_F(Looking, ASlabShowsTheBrightestThenTheMean) {
  const auto brightness = [&] {
    const QImage image = picture();
    double sum = 0;
    for (int y = 100; y < image.height() - 100; y += 7)
      for (int x = 100; x < image.width() - 100; x += 7)
        sum += qGray(image.pixel(x, y));
    return sum;
  };
  const double single = brightness();
  press(Action::slab_mode);
  EXPECT_TRUE(written("MIP of 10 mm"));
  const double brightest = brightness();
  EXPECT_GT(brightest, single);
  press(Action::slab_mode);
  EXPECT_TRUE(written("mean of 10 mm"));
  EXPECT_LT(brightness(), brightest);
  press(Action::slab_mode);
  EXPECT_FALSE(written("10 mm"));
}

TEST_F(Looking, TheMagnifierEnlargesWhatIsUnderTheCursor) {
  press(Action::magnifier);
  const QPoint place = sagittal().rect().center() + QPoint(30, 20);
  const QImage without = picture();
  move_to(sagittal(), place, Qt::NoButton);
  const QImage with = picture();
  EXPECT_NE(without.copy(QRect(place - QPoint(60, 60), QSize(120, 120))),
            with.copy(QRect(place - QPoint(60, 60), QSize(120, 120))));
  EXPECT_NEAR(qGray(without.pixel(place)), qGray(with.pixel(place)), 40) << "the same place lies in its middle";
  EXPECT_EQ(without.copy(0, 0, 100, 40), with.copy(0, 0, 100, 40)) << "the rest stays";
  driver_->save_screenshot("magnifier");
  press(Action::magnifier);
}

TEST_F(Looking, InvertingTurnsBlackToWhite) {
  press(Action::toggle_overlay);
  const QPoint corner(sagittal().width() / 4, sagittal().height() - 60);
  const int before = qGray(picture().pixel(corner));
  press(Action::invert);
  EXPECT_NEAR(qGray(picture().pixel(corner)), 255 - before, 2);
  press(Action::invert);
  press(Action::toggle_overlay);
}

TEST_F(Looking, ZoomingByKeysRightDragAndTool) {
  const auto zoom = [] { return sagittal().transform().zoom; };
  const double fitted = zoom();
  press(Action::zoom_in);
  EXPECT_GT(zoom(), fitted);
  press(Action::zoom_out);
  EXPECT_NEAR(zoom(), fitted, 1e-9);
  driver_->drag(sagittal(), {200, 300}, {200, 200}, Qt::RightButton);
  EXPECT_GT(zoom(), 1.3 * fitted);
  press(Action::zoom_fit);
  EXPECT_NEAR(zoom(), fitted, 1e-9);
  press(Action::zoom_tool);
  driver_->drag(sagittal(), {200, 300}, {200, 200});
  EXPECT_GT(zoom(), 1.3 * fitted);
  press(Action::cancel);
  EXPECT_EQ(driver_->workspace().mode(), Mode::navigate);
}

TEST_F(Looking, TheScaleBarMeasuresThePicture) {
  const auto bar = view_model::scale_bar(sagittal().transform(), std::nullopt);
  EXPECT_NEAR(bar.screen_length, bar.length * sagittal().transform().zoom, 1e-9);
  EXPECT_EQ(bar.text, std::to_string(static_cast<int>(bar.length)) + " mm");
}

TEST_F(Looking, WithoutAScreenASentenceStandsInPlaceOfThe3DView) {
  SceneView& scene = driver_->window().grid().scene_view();
  if (scene.drawing())
    GTEST_SKIP() << "this platform draws in 3-D";
  ASSERT_TRUE(scene.isVisible());
  EXPECT_TRUE(scene.sentence().contains("No 3-D view")) << scene.sentence().toStdString();
}

TEST_F(Looking, EveryLayoutOpensByItsKey) {
  for (const view_model::Layout& layout : view_model::layouts()) {
    QAction* action = driver_->window().commands().layout_action(layout.name);
    EXPECT_FALSE(action->shortcut().isEmpty()) << layout.title;
    action->trigger();
    EXPECT_EQ(driver_->window().grid().layout_name(), layout.name);
    EXPECT_TRUE(action->isChecked());
  }
  press(Action::layout_ct);
}

TEST(LookingAtFilms, TheFilesOwnTableAndBadgesAreUsedAndNoLettersInvented) {
  const test_support::TemporaryFolder folder;
  WindowDriver driver(folder.path());
  const FilmStudy film = write_film(folder.path(), FilmScale::none);
  put_voi_table(film.folder / "film.dcm", 20, 300);
  bool scanned = false;
  QObject::connect(&driver.workspace(), &Workspace::browser_changed, [&] { scanned = true; });
  driver.workspace().open({film.folder});
  ASSERT_TRUE(driver.wait_for([&] { return scanned; }));
  ASSERT_NE(driver.workspace().browser().initial_series(), nullptr)
      << driver.workspace().browser().studies().at(0).series.at(0).why_not;
  ASSERT_TRUE(driver.wait_for([&] { return driver.workspace().image() && driver.workspace().image()->complete; }));
  const OpenedImagePtr image = driver.workspace().image();
  ASSERT_TRUE(image->window.table) << "the table of the file is how the film opens";
  EXPECT_EQ(image->window.brightness(20.0F), 0.0F);
  EXPECT_EQ(image->window.brightness(319.0F), 1.0F);
  PictureView& view = driver.view(ViewContent::radiograph);
  EXPECT_FALSE(view.plane());
  EXPECT_TRUE(view.badges().contains("NOT CALIBRATED"));
  EXPECT_TRUE(view.words().join('\n').contains("No pixel spacing"));
  driver.save_screenshot("film-uncalibrated");
}

} // namespace
} // namespace spondyl::viewer::test
