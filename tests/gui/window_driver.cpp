#include "window_driver.h"

#include <QApplication>
#include <QMouseEvent>
#include <QtTest/QTest>
#include <cstdio>
#include <spondyl/view_model/overlay.h>

namespace spondyl::viewer::test {
namespace {

constexpr int kPatience = 240000; // ms: for sanitizers on a busy machine; nothing is asserted about time

void send(QWidget& widget, QEvent::Type type, QPoint at, Qt::MouseButton button, Qt::MouseButtons buttons,
          Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
  QMouseEvent event(type, at, widget.mapToGlobal(QPointF(at)), button, buttons, modifiers);
  QApplication::sendEvent(&widget, &event);
}

} // namespace

void press_at(QWidget& widget, QPoint at, Qt::MouseButton button) {
  send(widget, QEvent::MouseButtonPress, at, button, button);
}
void move_to(QWidget& widget, QPoint at, Qt::MouseButton button, Qt::KeyboardModifiers modifiers) {
  send(widget, QEvent::MouseMove, at, Qt::NoButton, button, modifiers);
}
void release_at(QWidget& widget, QPoint at, Qt::MouseButton button) {
  send(widget, QEvent::MouseButtonRelease, at, button, Qt::NoButton);
}

WindowDriver::WindowDriver(const std::filesystem::path& folder, QSize size)
    : workspace_(std::make_unique<Workspace>(StoragePlaces{
          folder / "sessions", folder / "recent.json", folder / "keys.json", {}, folder / "follow-up.sqlite"})),
      window_(std::make_unique<MainWindow>(*workspace_)) {
  QObject::connect(workspace_.get(), &Workspace::failed, [this](const QString& text) {
    std::fprintf(stderr, "the window says: %s\n", qPrintable(text));
    failed_ = true;
  });
  window_->resize(size);
  window_->show();
}

bool WindowDriver::wait_for(const std::function<bool()>& condition) {
  return QTest::qWaitFor(condition, kPatience);
}

bool WindowDriver::open(const std::filesystem::path& study) {
  failed_ = false;
  workspace_->open({study});
  const auto opened = [this] {
    return workspace_->image() && workspace_->image()->complete && workspace_->review().ready();
  };
  return wait_for([&] { return failed_ || opened(); }) && opened();
}

bool WindowDriver::measure() {
  window_->commands().action(view_model::Action::measure)->trigger();
  return wait_for([this] { return !workspace_->review().measuring(); }) && !state().vertebrae.empty();
}

bool WindowDriver::wait_for_scene() {
  return wait_for([this] { return !window_->grid().scene_view().preparing(); });
}

void WindowDriver::press_key(view_model::Action action) {
  window_->commands().action(action)->trigger();
}

QPoint WindowDriver::place_of(PictureView& view, view_model::VertebraKey vertebra, int landmark) {
  for (const view_model::OverlayMarker& marker : view.scene().markers)
    if (marker.target == view_model::Target(view_model::LandmarkTarget{vertebra, landmark})) {
      const view_model::ScreenPoint at = view.transform().to_screen(marker.at);
      return {static_cast<int>(at.x + 0.5), static_cast<int>(at.y + 0.5)};
    }
  return {};
}

void WindowDriver::drag(PictureView& view, QPoint from, QPoint to, Qt::MouseButton button) {
  press_at(view, from, button);
  constexpr int kSteps = 8;
  for (int i = 1; i <= kSteps; ++i)
    move_to(view, from + (to - from) * i / kSteps, button);
  release_at(view, to, button);
}

void WindowDriver::click(PictureView& view, QPoint at) {
  press_at(view, at, Qt::LeftButton);
  release_at(view, at, Qt::LeftButton);
}

void WindowDriver::save_screenshot(const std::string& name) {
  QApplication::processEvents();
  window_->grab().save(QString::fromStdString(std::string(SPONDYL_SCREENSHOTS) + "/" + name + ".png"));
}

} // namespace spondyl::viewer::test
