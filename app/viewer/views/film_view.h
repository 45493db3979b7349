#pragma once

#include "picture_view.h"

namespace spondyl::viewer {

/// A radiograph, or any picture without patient space: no orientation letters, lengths with their provenance.
class FilmView : public PictureView {
  Q_OBJECT
public:
  explicit FilmView(Workspace& workspace, QWidget* parent = nullptr);

  [[nodiscard]] OpenedImagePtr image() const override;
  [[nodiscard]] view_model::ViewTransform transform() const override { return transform_; }
  void set_transform(const view_model::ViewTransform& transform) override;
  void reset_view() override;
  void scroll(int) override {}
  void scroll_to_end(bool) override {}
  void point_at(view_model::ScreenPoint) override {}
  [[nodiscard]] std::optional<view_model::ImagePoint> image_point(view_model::ScreenPoint cursor) const override;
  [[nodiscard]] view_model::Projection projection() const override;
  [[nodiscard]] bool magnifies_points() const override { return true; }
  /// Onto the edge it is near, while the workspace snaps.
  [[nodiscard]] view_model::ImagePoint snapped(const view_model::LandmarkTarget& target,
                                               const view_model::ImagePoint& held) const override;

protected:
  [[nodiscard]] render::ValueImage cut(const view_model::ViewTransform& transform, const QSize& pixels,
                                       double ratio) const override;
  [[nodiscard]] view_model::OverlayScene make_scene() const override;
  [[nodiscard]] Decoration decoration() const override;

private:
  void take_image();
  [[nodiscard]] PixelScale scale() const; ///< of the file, or the reader's
  void show_vertebra(view_model::VertebraKey vertebra);

  OpenedImagePtr shown_;
  view_model::ViewTransform transform_;
};

} // namespace spondyl::viewer
