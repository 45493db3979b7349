#include "picture_view.h"

#include "../core/grey_picture.h"
#include "foreign_scene.h"
#include "keyboard_pointer.h"
#include "overlay_painter.h"
#include "view_mouse.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainterPath>

namespace spondyl::viewer {
namespace {

constexpr double kMagnifierDiameter = 220.0; // px on screen
constexpr double kBesideZoom = 1.0;          // px on screen per pixel of the picture, at least: edges are seen

} // namespace

PictureView::PictureView(Workspace& workspace, const QString& name, QWidget* parent)
    : QWidget(parent), workspace_(workspace), name_(name), mouse_(std::make_unique<ViewMouse>(*this)),
      pointer_(std::make_unique<KeyboardPointer>(*this)) {
  setAccessibleName(tr("%1 view").arg(name));
  setObjectName(name);
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setMinimumSize(120, 120);
  setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored); // the layout shares the room, not the views
  setAttribute(Qt::WA_OpaquePaintEvent);
  connect(&workspace, &Workspace::window_changed, this, &PictureView::window_changed);
  connect(&workspace, &Workspace::look_changed, this, &PictureView::look_changed);
  connect(&workspace, &Workspace::selection_changed, this, &PictureView::overlay_changed);
  connect(&workspace.review(), &ReviewController::changed, this, &PictureView::overlay_changed);
  connect(&workspace.stored(), &StoredOverlays::changed, this, &PictureView::foreign_changed);
  connect(&workspace, &Workspace::drag_cancelled, this, [this] {
    mouse_->let_go();
    pointer_->let_go();
  });
}

PictureView::~PictureView() = default;

void PictureView::picture_changed() {
  values_.reset();
  scene_.reset();
  foreign_.reset();
  update();
}

void PictureView::window_changed() {
  picture_ = {};
  update();
}

void PictureView::overlay_changed() {
  scene_.reset();
  update();
}

void PictureView::foreign_changed() {
  foreign_.reset();
  update();
}

const view_model::OverlayScene& PictureView::foreign() const {
  if (!foreign_)
    foreign_ = image() ? make_foreign() : view_model::OverlayScene{};
  return *foreign_;
}

view_model::OverlayScene PictureView::make_foreign() const {
  return foreign_scene(workspace_.stored(), *image(), projection(), {});
}

const view_model::ReviewState& PictureView::nothing_reviewed() {
  static const view_model::ReviewState nothing;
  return nothing;
}

const view_model::OverlayScene& PictureView::scene() const {
  if (!scene_)
    scene_ = image() ? make_scene() : view_model::OverlayScene{};
  return *scene_;
}

std::optional<view_model::Target> PictureView::target_at(view_model::ScreenPoint cursor) const {
  return image() ? view_model::hit_test(scene(), transform(), cursor) : std::nullopt;
}

QStringList PictureView::words() const {
  if (!image())
    return {};
  const Decoration written = decoration();
  return QStringList{written.title} + written.top_left + written.top_right + written.bottom_left;
}

QStringList PictureView::badges() const {
  QStringList texts;
  for (const view_model::Badge badge : image() ? image()->item.badges : std::vector<view_model::Badge>{})
    texts << QString::fromUtf8(badge_text(badge).data());
  return texts;
}

void PictureView::zoom_by(double factor) {
  reader_moved_picture();
  set_transform(transform().zoomed(factor, {width() / 2.0, height() / 2.0}));
}

void PictureView::look_changed() {
  if (!workspace_.magnifier() && !magnifier_beside_)
    magnifier_at_.reset();
  overlay_changed();
}

void PictureView::set_magnifier_at(std::optional<view_model::ScreenPoint> cursor) {
  if (!cursor && !magnifier_at_)
    return;
  magnifier_at_ = cursor;
  magnifier_beside_ = false;
  update();
}

void PictureView::magnify_beside(std::optional<view_model::ScreenPoint> landmark) {
  set_magnifier_at(landmark);
  magnifier_beside_ = landmark.has_value();
}

/// The middle of the glass on the screen.
QPointF PictureView::magnifier_place() const {
  const QPointF at(magnifier_at_->x, magnifier_at_->y);
  if (!magnifier_beside_)
    return at;
  const double aside = 0.75 * kMagnifierDiameter, half = kMagnifierDiameter / 2;
  const double x = at.x() + aside + half < width() ? at.x() + aside : at.x() - aside;
  return {x, std::clamp(at.y() - half, half, std::max(half, height() - half))};
}

QString PictureView::placeholder() const {
  if (workspace_.loader().busy())
    return tr("Reading ...");
  return workspace_.image() ? tr("Not available for this series.")
                            : tr("Drop a folder, files or a DICOMDIR here, or press Ctrl+O.");
}

Decoration PictureView::common_decoration() const {
  Decoration decoration;
  decoration.title = name_;
  const OpenedImagePtr shown = image();
  const view_model::WindowLevel& window = shown->window;
  const QString named = window.name.empty() ? QString() : QString::fromStdString(window.name) + "   ";
  decoration.bottom_left << named + tr("W %1  C %2%3")
                                        .arg(window.width, 0, 'f', 0)
                                        .arg(window.centre, 0, 'f', 0)
                                        .arg(window.inverted ? tr("   inverted") : QString());
  decoration.badges = shown->item.badges;
  if (underMouse() || hasFocus())
    decoration.hint = mode_hint(workspace_.mode(), static_cast<int>(workspace_.placed_points().size()));
  return decoration;
}

void PictureView::paint_picture(QPainter& painter) {
  const double ratio = devicePixelRatioF();
  const QSize pixels = size() * ratio;
  if (!values_ || QSize(values_->width, values_->height) != pixels) {
    values_ = cut(transform(), pixels, ratio);
    picture_ = {};
  }
  if (picture_.isNull()) {
    picture_ = windowed(*values_, image()->window);
    picture_.setDevicePixelRatio(ratio);
  }
  painter.drawImage(QPointF(0, 0), picture_);
}

void PictureView::paint_magnifier(QPainter& painter) {
  if (!magnifier_at_)
    return;
  const double ratio = devicePixelRatioF(), radius = kMagnifierDiameter / 2;
  auto enlarged = view_model::magnifier(transform(), *magnifier_at_, kMagnifierDiameter);
  if (magnifier_beside_)
    enlarged.zoom = std::max(enlarged.zoom, kBesideZoom);
  const QPointF middle = magnifier_place(), corner = middle - QPointF(radius, radius);
  QImage glass =
      windowed(cut(enlarged, QSize(1, 1) * static_cast<int>(kMagnifierDiameter * ratio), ratio), image()->window);
  glass.setDevicePixelRatio(ratio);
  painter.save();
  QPainterPath circle;
  circle.addEllipse(middle, radius, radius);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setClipPath(circle);
  painter.drawImage(corner, glass);
  painter.translate(corner);
  paint_overlay(painter, scene(), enlarged);
  painter.translate(-corner);
  painter.setClipping(false);
  painter.setPen(QPen(QColor(222, 226, 230), 2));
  painter.drawPath(circle);
  painter.restore();
}

/// The points of a tool that is not finished yet.
void PictureView::paint_placed_points(QPainter& painter) {
  if (workspace_.placed_points().empty())
    return;
  const view_model::Projection project = projection();
  view_model::OverlayScene placed;
  for (const auto& point : workspace_.placed_points())
    if (const auto projected = project(point))
      placed.markers.push_back({projected->at,
                                view_model::MarkerShape::handle,
                                view_model::kToolColour,
                                1.0,
                                false,
                                {},
                                view_model::ToolTarget{}});
  paint_overlay(painter, placed, transform());
}

void PictureView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), Qt::black);
  if (!image()) {
    paint_placeholder(painter, rect(), placeholder());
  } else {
    paint_picture(painter);
    paint_overlay(painter, foreign(), transform());
    paint_overlay(painter, scene(), transform());
    paint_placed_points(painter);
    paint_decoration(painter, size(), decoration());
    paint_magnifier(painter);
    pointer_->paint(painter);
  }
  if (hasFocus()) {
    painter.setPen(QPen(QColor(86, 156, 214), 2));
    painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
  }
}

void PictureView::resizeEvent(QResizeEvent*) {
  if (!image())
    return;
  if (keeps_fitting_)
    reset_view();
  else
    set_transform(transform().resized({static_cast<double>(width()), static_cast<double>(height())}));
}

void PictureView::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  emit activated(this);
}

void PictureView::mousePressEvent(QMouseEvent* event) {
  if (image())
    mouse_->press(*event);
}
void PictureView::mouseMoveEvent(QMouseEvent* event) {
  if (image())
    mouse_->move(*event);
}
void PictureView::mouseReleaseEvent(QMouseEvent* event) {
  if (image())
    mouse_->release(*event);
}
void PictureView::mouseDoubleClickEvent(QMouseEvent* event) {
  mouse_->double_click(*event);
}
void PictureView::wheelEvent(QWheelEvent* event) {
  if (image())
    mouse_->wheel(*event);
}
void PictureView::contextMenuEvent(QContextMenuEvent* event) {
  if (event->reason() == QContextMenuEvent::Keyboard)
    emit context_menu_wanted(this, mapToGlobal(pointer_->place()));
}
void PictureView::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  set_magnifier_at(std::nullopt);
}

} // namespace spondyl::viewer
