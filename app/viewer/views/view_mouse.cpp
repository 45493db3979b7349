#include "view_mouse.h"

#include "picture_view.h"

#include <cmath>

namespace spondyl::viewer {
namespace {

using view_model::Action;
using view_model::LandmarkTarget;
using view_model::ScreenPoint;
using view_model::ToolTarget;

constexpr double kClickReach = 3.0;        // px: a shorter drag is a click
constexpr double kZoomPerPixel = 1.006;    // doubles in about 115 px
constexpr double kZoomPerWheelStep = 1.15; // engineering choice
constexpr double kWheelStep = 120.0;       // eighths of a degree (Qt)

ScreenPoint point_of(const QPointF& position) {
  return {position.x(), position.y()};
}

QString modifiers_text(Qt::KeyboardModifiers modifiers) {
  QString text;
  if (modifiers & Qt::ControlModifier)
    text += "Ctrl+";
  if (modifiers & Qt::ShiftModifier)
    text += "Shift+";
  if (modifiers & Qt::AltModifier)
    text += "Alt+";
  return text;
}

QString button_text(Qt::MouseButton button) {
  switch (button) {
  case Qt::LeftButton:
    return "Left";
  case Qt::MiddleButton:
    return "Middle";
  case Qt::RightButton:
    return "Right";
  default:
    return {};
  }
}

} // namespace

std::optional<Action> ViewMouse::action_of(const QString& gesture) const {
  return view_.workspace().keys().action_of(gesture.toStdString());
}

void ViewMouse::press(const QMouseEvent& event) {
  view_.setFocus();
  Drag drag;
  drag.button = event.button();
  drag.start = drag.last = point_of(event.position());
  drag.action = action_of(modifiers_text(event.modifiers()) + button_text(event.button()) + " drag");
  const Mode mode = view_.workspace().mode();
  if (event.button() == Qt::LeftButton && mode == Mode::zoom)
    drag.action = Action::drag_zoom;
  if (event.button() == Qt::LeftButton && mode == Mode::navigate)
    begin_target(drag);
  drag_ = drag;
}

void ViewMouse::begin_target(Drag& drag) {
  drag.target = view_.target_at(drag.start);
  if (!drag.target)
    return;
  Workspace& workspace = view_.workspace();
  if (const auto* landmark = std::get_if<LandmarkTarget>(&*drag.target))
    workspace.select(landmark->vertebra);
  else if (const auto* vertebra = std::get_if<view_model::VertebraTarget>(&*drag.target))
    workspace.select(vertebra->vertebra);
  else if (const auto* handle = std::get_if<ToolTarget>(&*drag.target); handle && workspace.review().ready())
    if (const auto* tool = workspace.review().document()->state().tool(handle->id)) {
      drag.tool = *tool;
      workspace.select_tool(handle->id);
    }
}

void ViewMouse::move(const QMouseEvent& event) {
  const ScreenPoint cursor = point_of(event.position());
  magnify(cursor);
  if (!drag_) {
    hover(cursor, event.modifiers());
    return;
  }
  if (!drag_->moved && view_model::distance(cursor, drag_->start) < kClickReach)
    return;
  drag_->moved = true;
  if (drag_->target)
    drag_target(cursor, event.modifiers());
  else
    drag_picture(cursor);
  drag_->last = cursor;
}

void ViewMouse::hover(ScreenPoint cursor, Qt::KeyboardModifiers modifiers) {
  if (modifiers != Qt::NoModifier && action_of(modifiers_text(modifiers) + "Move") == Action::move_crosshair) {
    view_.point_at(cursor);
    return;
  }
  const bool placing = view_.workspace().mode() != Mode::navigate;
  const auto target = placing ? std::nullopt : view_.target_at(cursor);
  const bool grabs = target && !std::holds_alternative<view_model::VertebraTarget>(*target) && view_.editable();
  view_.setCursor(placing ? Qt::CrossCursor : grabs ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

/// The glass the reader asked for, or the one beside a point that is being placed.
void ViewMouse::magnify(ScreenPoint cursor) {
  const bool placing = view_.magnifies_points() && view_.workspace().mode() == Mode::manual_points;
  if (view_.workspace().magnifier())
    view_.set_magnifier_at(cursor);
  else if (placing)
    view_.magnify_beside(cursor);
  else if (!drag_)
    view_.set_magnifier_at(std::nullopt);
}

void ViewMouse::drag_target(ScreenPoint cursor, Qt::KeyboardModifiers modifiers) {
  const auto point = view_.image_point(cursor);
  if (!point || !view_.editable())
    return;
  ReviewController& review = view_.workspace().review();
  if (const auto* landmark = std::get_if<LandmarkTarget>(&*drag_->target)) {
    const bool freely = action_of(modifiers_text(modifiers) + "Left drag") == Action::drag_freely;
    const view_model::ImagePoint place = freely ? *point : view_.snapped(*landmark, *point);
    review.drag({landmark->vertebra, landmark->landmark, place});
    if (const auto shown = view_.projection()(place); shown && view_.magnifies_points())
      view_.magnify_beside(view_.transform().to_screen(shown->at));
  } else if (const auto* handle = std::get_if<ToolTarget>(&*drag_->target); handle && drag_->tool) {
    drag_->tool->points[static_cast<std::size_t>(handle->point)] = *point;
    view_.workspace().drag_tool(*drag_->tool);
  }
}

void ViewMouse::drag_picture(ScreenPoint cursor) {
  if (!drag_->action)
    return;
  const double dx = cursor.x - drag_->last.x, dy = cursor.y - drag_->last.y;
  if (drag_->action == Action::drag_window) {
    const OpenedImagePtr image = view_.image();
    const double sensitivity = view_model::drag_sensitivity(image->statistics, view_.height());
    view_.workspace().set_window(image, image->window.dragged(dx, dy, sensitivity));
  } else if (drag_->action == Action::drag_pan) {
    view_.reader_moved_picture();
    view_.set_transform(view_.transform().panned(dx, dy));
  } else if (drag_->action == Action::drag_zoom) {
    view_.reader_moved_picture();
    view_.set_transform(view_.transform().zoomed(std::pow(kZoomPerPixel, -dy), drag_->start));
  }
}

void ViewMouse::let_go() {
  drag_.reset();
  if (!view_.workspace().magnifier())
    view_.set_magnifier_at(std::nullopt);
}

void ViewMouse::release(const QMouseEvent& event) {
  if (!drag_)
    return;
  const Drag drag = *drag_;
  let_go();
  if (!drag.moved) {
    click(event);
    return;
  }
  if (drag.tool)
    view_.workspace().drop_tool();
  else if (drag.target && view_.workspace().review().ready())
    view_.workspace().review().commit_drag();
}

void ViewMouse::click(const QMouseEvent& event) {
  const ScreenPoint cursor = point_of(event.position());
  const Mode mode = view_.workspace().mode();
  if (event.button() == Qt::LeftButton && mode != Mode::navigate && mode != Mode::zoom) {
    if (const auto point = view_.image_point(cursor))
      view_.workspace().place_point(*point, view_.plane());
    return;
  }
  const QString gesture = modifiers_text(event.modifiers()) + button_text(event.button()) + " click";
  if (action_of(gesture) == Action::context_menu) {
    if (const auto target = view_.target_at(cursor)) {
      if (const auto* landmark = std::get_if<LandmarkTarget>(&*target))
        view_.workspace().select(landmark->vertebra);
      else if (const auto* vertebra = std::get_if<view_model::VertebraTarget>(&*target))
        view_.workspace().select(vertebra->vertebra);
    }
    emit view_.context_menu_wanted(&view_, event.globalPosition().toPoint());
  }
}

void ViewMouse::double_click(const QMouseEvent& event) {
  if (event.button() == Qt::LeftButton && action_of("Double click") == Action::maximise_view)
    emit view_.maximise_wanted(&view_);
}

void ViewMouse::wheel(const QWheelEvent& event) {
  wheel_rest_ += event.angleDelta().y();
  const int steps = static_cast<int>(wheel_rest_ / kWheelStep);
  if (steps == 0)
    return;
  wheel_rest_ -= steps * kWheelStep;
  const auto action = action_of(modifiers_text(event.modifiers()) + "Wheel");
  if (action == Action::wheel_zoom) {
    view_.reader_moved_picture();
    view_.set_transform(view_.transform().zoomed(std::pow(kZoomPerWheelStep, steps), point_of(event.position())));
  } else if (action == Action::wheel_slice) {
    view_.scroll(-steps);
  }
}

} // namespace spondyl::viewer
