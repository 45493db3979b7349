#include "keyboard_pointer.h"

#include "picture_view.h"

#include <QApplication>
#include <QMouseEvent>
#include <algorithm>

namespace spondyl::viewer {
namespace {

constexpr int kStep = 8; // screen px: crosses a view in some seconds of a held key

void send(PictureView& view, QEvent::Type type, QPoint at, Qt::MouseButton button, Qt::MouseButtons held,
          Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
  QMouseEvent event(type, QPointF(at), view.mapToGlobal(QPointF(at)), button, held, modifiers);
  QApplication::sendEvent(&view, &event);
}

} // namespace

QPoint KeyboardPointer::place() const {
  return place_.value_or(view_.rect().center());
}

void KeyboardPointer::step(int right, int down) {
  const int step = holding_ ? 1 : kStep;
  const QPoint next = place() + QPoint(right, down) * step;
  place_ = QPoint(std::clamp(next.x(), 0, view_.width() - 1), std::clamp(next.y(), 0, view_.height() - 1));
  // Keys move a mark by single pixels: no edge takes it away from there (Action::drag_freely).
  send(view_, QEvent::MouseMove, *place_, Qt::NoButton, holding_ ? Qt::LeftButton : Qt::NoButton,
       holding_ ? Qt::ControlModifier : Qt::NoModifier);
  view_.update();
}

void KeyboardPointer::click() {
  place_ = place();
  if (!holding_)
    send(view_, QEvent::MouseButtonPress, *place_, Qt::LeftButton, Qt::LeftButton);
  holding_ = false;
  send(view_, QEvent::MouseButtonRelease, *place_, Qt::LeftButton, Qt::NoButton);
  view_.update();
}

void KeyboardPointer::grab() {
  place_ = place();
  const auto at = view_model::ScreenPoint{static_cast<double>(place_->x()), static_cast<double>(place_->y())};
  holding_ = view_.workspace().mode() == Mode::navigate && view_.target_at(at).has_value();
  if (holding_)
    send(view_, QEvent::MouseButtonPress, *place_, Qt::LeftButton, Qt::LeftButton);
  view_.update();
}

void KeyboardPointer::paint(QPainter& painter) const {
  if (!place_ || !view_.hasFocus())
    return;
  const QPointF at(*place_);
  for (const auto& [colour, width] : {std::pair(QColor(0, 0, 0, 190), 4.0), std::pair(QColor(255, 255, 255), 1.6)}) {
    painter.setPen(QPen(colour, width));
    for (const QPointF& arm : {QPointF(12, 0), QPointF(-12, 0), QPointF(0, 12), QPointF(0, -12)})
      painter.drawLine(at + arm * 0.35, at + arm);
  }
  if (holding_)
    painter.drawEllipse(at, 15, 15);
}

} // namespace spondyl::viewer
