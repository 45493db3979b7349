#pragma once

#include "../core/workspace.h"
#include "decoration.h"

#include <QImage>
#include <QWidget>
#include <spondyl/view_model/overlay.h>
#include <spondyl/view_model/view_transform.h>

namespace spondyl::viewer {

class KeyboardPointer;

/// A 2-D view: a picture cut out of an image, vectors over it, words around it. Subclasses say what is cut; ViewMouse
/// says what the mouse does.
class PictureView : public QWidget {
  Q_OBJECT
public:
  PictureView(Workspace& workspace, const QString& name, QWidget* parent = nullptr);
  ~PictureView() override;

  [[nodiscard]] virtual OpenedImagePtr image() const = 0; ///< null: nothing to show
  [[nodiscard]] virtual view_model::ViewTransform transform() const = 0;
  virtual void set_transform(const view_model::ViewTransform& transform) = 0;
  virtual void reset_view() = 0; ///< everything in view
  virtual void scroll(int steps) = 0;
  virtual void scroll_to_end(bool last) = 0;
  virtual void point_at(view_model::ScreenPoint cursor) = 0; ///< crosshair
  [[nodiscard]] virtual std::optional<view_model::ImagePoint> image_point(view_model::ScreenPoint cursor) const = 0;
  [[nodiscard]] virtual std::optional<view_model::SlicePlane> plane() const { return std::nullopt; }
  /// How points of the image come onto the picture.
  [[nodiscard]] virtual view_model::Projection projection() const = 0;
  /// Whether landmarks may be dragged here.
  [[nodiscard]] virtual bool editable() const { return true; }

  [[nodiscard]] Workspace& workspace() const { return workspace_; }
  [[nodiscard]] const QString& name() const { return name_; }
  [[nodiscard]] const view_model::OverlayScene& scene() const;
  /// Other systems' results on this picture: seen, never grabbed.
  [[nodiscard]] const view_model::OverlayScene& foreign() const;
  [[nodiscard]] KeyboardPointer& pointer() { return *pointer_; }
  [[nodiscard]] std::optional<view_model::Target> target_at(view_model::ScreenPoint cursor) const;
  /// All that is written around the picture, line by line; empty while there is none.
  [[nodiscard]] QStringList words() const;
  [[nodiscard]] QStringList badges() const;
  void zoom_by(double factor);
  void reader_moved_picture() { keeps_fitting_ = false; } ///< from now on resizing keeps zoom and place
  void set_magnifier_at(std::optional<view_model::ScreenPoint> cursor);
  /// While a landmark is dragged: what lies under it, enlarged beside it, where no hand covers it.
  void magnify_beside(std::optional<view_model::ScreenPoint> landmark);
  /// What the glass shows the middle of; none while there is no glass.
  [[nodiscard]] const std::optional<view_model::ScreenPoint>& magnified() const { return magnifier_at_; }
  /// Whether points are placed so finely here that they are magnified while they are dragged or set.
  [[nodiscard]] virtual bool magnifies_points() const { return false; }
  /// Where a landmark belongs that is held at a point: the point itself, unless a view knows better.
  [[nodiscard]] virtual view_model::ImagePoint snapped(const view_model::LandmarkTarget&,
                                                       const view_model::ImagePoint& held) const {
    return held;
  }

public slots:
  void picture_changed(); ///< another plane, zoom or image
  void window_changed();  ///< other grey levels of the same values
  void overlay_changed();
  void foreign_changed();

signals:
  void context_menu_wanted(spondyl::viewer::PictureView* view, const QPoint& at);
  void maximise_wanted(spondyl::viewer::PictureView* view);
  void activated(spondyl::viewer::PictureView* view);

protected:
  /// What overlays are made of while there is no document.
  [[nodiscard]] static const view_model::ReviewState& nothing_reviewed();
  /// Values for `pixels` of a view with this transform; `ratio` is device pixels per unit of the transform.
  [[nodiscard]] virtual render::ValueImage cut(const view_model::ViewTransform& transform, const QSize& pixels,
                                               double ratio) const = 0;
  [[nodiscard]] virtual view_model::OverlayScene make_scene() const = 0;
  [[nodiscard]] virtual view_model::OverlayScene make_foreign() const;
  [[nodiscard]] virtual Decoration decoration() const = 0;
  [[nodiscard]] virtual QString placeholder() const;
  [[nodiscard]] Decoration common_decoration() const; ///< title, window, badges, hint

  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override; ///< by the menu key; the mouse has its own way

private:
  void look_changed();
  [[nodiscard]] QPointF magnifier_place() const;
  void paint_picture(QPainter& painter);
  void paint_magnifier(QPainter& painter);
  void paint_placed_points(QPainter& painter);

  Workspace& workspace_;
  QString name_;
  std::unique_ptr<class ViewMouse> mouse_;
  std::unique_ptr<KeyboardPointer> pointer_;
  std::optional<view_model::ScreenPoint> magnifier_at_;
  bool magnifier_beside_ = false; ///< drawn beside its place, not over it
  bool keeps_fitting_ = true;
  // What was drawn last, kept until something says that it changed.
  mutable std::optional<view_model::OverlayScene> scene_, foreign_;
  std::optional<render::ValueImage> values_;
  QImage picture_;
};

} // namespace spondyl::viewer
