#pragma once

#include <QMouseEvent>
#include <QWheelEvent>
#include <optional>
#include <spondyl/view_model/key_map.h>
#include <spondyl/view_model/overlay.h>
#include <spondyl/view_model/window_level.h>

namespace spondyl::viewer {

class PictureView;

/// Turns what the mouse does on a picture into calls, by the bindings of the key map.
class ViewMouse {
public:
  explicit ViewMouse(PictureView& view) : view_(view) {}

  void press(const QMouseEvent& event);
  void move(const QMouseEvent& event);
  void release(const QMouseEvent& event);
  void double_click(const QMouseEvent& event);
  void let_go(); ///< the drag was cancelled: what the mouse still does means nothing
  void wheel(const QWheelEvent& event);

private:
  struct Drag {
    Qt::MouseButton button = Qt::NoButton;
    view_model::ScreenPoint start, last;
    std::optional<view_model::Target> target; ///< a landmark or handle; else the picture itself
    std::optional<view_model::Action> action;
    std::optional<view_model::ToolMeasurement> tool;
    bool moved = false;
  };
  [[nodiscard]] std::optional<view_model::Action> action_of(const QString& gesture) const;
  void hover(view_model::ScreenPoint cursor, Qt::KeyboardModifiers modifiers);
  void begin_target(Drag& drag);
  void drag_target(view_model::ScreenPoint cursor, Qt::KeyboardModifiers modifiers);
  void magnify(view_model::ScreenPoint cursor);
  void drag_picture(view_model::ScreenPoint cursor);
  void click(const QMouseEvent& event);

  PictureView& view_;
  std::optional<Drag> drag_;
  double wheel_rest_ = 0.0; ///< of fine wheels and touch pads, in eighths of a degree
};

} // namespace spondyl::viewer
