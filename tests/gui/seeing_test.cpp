#include "demo.h"
#include "window_driver.h"

#include <QApplication>
#include <QPlainTextEdit>
#include <QTimer>
#include <QWheelEvent>
#include <gtest/gtest.h>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::viewer::test {
namespace {

using view_model::Action;
using view_model::ViewContent;

/// One opened demo study for all tests of the suite.
class Seeing : public testing::Test {
protected:
  static void SetUpTestSuite() {
    folder_ = new test_support::TemporaryFolder;
    driver_ = new WindowDriver(folder_->path());
    QObject::connect(&driver_->workspace(), &Workspace::image_changed, [] {
      if (const OpenedImagePtr image = driver_->workspace().image())
        looks_.push_back(image->complete);
    });
    ASSERT_TRUE(driver_->open(write_demo(folder_->path())));
  }
  static void TearDownTestSuite() {
    delete driver_;
    delete folder_;
  }
  static WindowDriver& driver() { return *driver_; }
  static PictureView& sagittal() { return driver_->view(ViewContent::sagittal); }
  static const view_model::SliceView& linked_view(ViewContent content) {
    const auto& linked = driver_->workspace().linked();
    for (const auto id : linked.views())
      if (linked.view(id).plane.kind == (content == ViewContent::axial      ? view_model::PlaneKind::axial
                                         : content == ViewContent::sagittal ? view_model::PlaneKind::sagittal
                                                                            : view_model::PlaneKind::coronal))
        return linked.view(id);
    throw std::logic_error("no such view");
  }

  static inline test_support::TemporaryFolder* folder_ = nullptr;
  static inline WindowDriver* driver_ = nullptr;
  static inline std::vector<bool> looks_;
};

TEST_F(Seeing, ShowsOneSliceBeforeAllAreRead) {
  EXPECT_EQ(looks_, (std::vector<bool>{false, true}));
}

TEST_F(Seeing, EveryWidgetThatTakesTheKeyboardHasAName) {
  for (const QWidget* widget : driver().window().findChildren<QWidget*>()) {
    const bool internal = widget->objectName().startsWith(QLatin1String("qt_"));
    if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() || internal)
      continue;
    EXPECT_FALSE(widget->accessibleName().isEmpty())
        << widget->metaObject()->className() << " " << widget->objectName().toStdString();
  }
}

TEST_F(Seeing, SaysWhatItIsFor) {
  const auto* notice = driver().window().findChild<QWidget*>("research_use_only");
  ASSERT_NE(notice, nullptr);
  EXPECT_TRUE(notice->isVisible());
}

TEST_F(Seeing, TheWheelMovesASlice) {
  const auto before = linked_view(ViewContent::sagittal).plane.origin;
  QWheelEvent wheel({50, 50}, sagittal().mapToGlobal(QPointF(50, 50)), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                    Qt::NoScrollPhase, false);
  QApplication::sendEvent(&sagittal(), &wheel);
  const auto after = linked_view(ViewContent::sagittal).plane;
  EXPECT_NEAR(distance(before, after.origin), after.step, 1e-6);
}

TEST_F(Seeing, ALeftDragChangesTheWindow) {
  const auto before = driver().workspace().image()->window;
  driver().drag(sagittal(), {20, 300}, {120, 300});
  EXPECT_GT(driver().workspace().image()->window.width, before.width);
  driver().press_key(Action::preset_1);
  EXPECT_EQ(driver().workspace().image()->window.width, driver().workspace().image()->presets[0].width);
}

TEST_F(Seeing, AMiddleDragMovesThePicture) {
  const auto before = sagittal().transform();
  driver().drag(sagittal(), {50, 50}, {90, 70}, Qt::MiddleButton);
  const auto point = before.to_plane({50, 50});
  const auto now = sagittal().transform().to_screen(point);
  EXPECT_NEAR(now.x, 90, 1e-6);
  EXPECT_NEAR(now.y, 70, 1e-6);
  driver().press_key(Action::zoom_fit);
}

TEST_F(Seeing, TheCrosshairLeadsTheOtherViews) {
  const view_model::ScreenPoint cursor{sagittal().width() / 2.0, sagittal().height() / 3.0};
  const auto point = std::get<PatientPoint>(*sagittal().image_point(cursor));
  move_to(sagittal(), {static_cast<int>(cursor.x), static_cast<int>(cursor.y)}, Qt::NoButton, Qt::ShiftModifier);
  EXPECT_NEAR(linked_view(ViewContent::axial).plane.distance_to(point), 0.0,
              linked_view(ViewContent::axial).plane.step);
  EXPECT_NEAR(linked_view(ViewContent::coronal).plane.distance_to(point), 0.0, 1.0);
}

TEST_F(Seeing, PutsTheHeadUpAndTheFrontToTheLeft) {
  const auto letters =
      view_model::orientation_letters(linked_view(ViewContent::sagittal).plane, sagittal().transform());
  EXPECT_EQ(letters.top, "H");
  EXPECT_EQ(letters.left, "A");
}

TEST_F(Seeing, AQuestionMarkShowsTheKeys) {
  QString sheet;
  QTimer::singleShot(0, [&sheet] {
    QWidget* dialog = QApplication::activeModalWidget();
    ASSERT_NE(dialog, nullptr);
    sheet = dialog->findChild<QPlainTextEdit*>("sheet")->toPlainText();
    dialog->close();
  });
  driver().press_key(Action::show_keys);
  EXPECT_TRUE(sheet.contains("Undo"));
  EXPECT_TRUE(driver().window().commands().action(Action::show_keys)->shortcuts().contains(QKeySequence("?")));
}

TEST_F(Seeing, ADoubleClickLetsAViewFillTheGrid) {
  PictureView& coronal = driver().view(ViewContent::coronal);
  ASSERT_TRUE(coronal.isVisible());
  driver().window().grid().toggle_maximised(&sagittal());
  EXPECT_FALSE(coronal.isVisible());
  EXPECT_TRUE(sagittal().isVisible());
  driver().window().grid().toggle_maximised(&sagittal());
  EXPECT_TRUE(coronal.isVisible());
}

TEST_F(Seeing, RemembersWhatWasOpened) {
  ASSERT_FALSE(driver().workspace().recent().paths().empty());
  EXPECT_EQ(driver().workspace().recent().paths().front(), folder_->path() / "study");
}

} // namespace
} // namespace spondyl::viewer::test
