#pragma once

#include "picture_view.h"

#include <spondyl/view_model/straightened_spine.h>

namespace spondyl::viewer {

/// Curved reformation along the bodies: every vertebra stands upright. Scrolling moves the sheet to the side.
class StraightenedView : public PictureView {
  Q_OBJECT
public:
  explicit StraightenedView(Workspace& workspace, QWidget* parent = nullptr);

  [[nodiscard]] OpenedImagePtr image() const override;
  [[nodiscard]] view_model::ViewTransform transform() const override { return transform_; }
  void set_transform(const view_model::ViewTransform& transform) override;
  void reset_view() override;
  void scroll(int steps) override;
  void scroll_to_end(bool) override {}
  void point_at(view_model::ScreenPoint cursor) override;
  [[nodiscard]] std::optional<view_model::ImagePoint> image_point(view_model::ScreenPoint cursor) const override;
  [[nodiscard]] view_model::Projection projection() const override;

protected:
  [[nodiscard]] render::ValueImage cut(const view_model::ViewTransform& transform, const QSize& pixels,
                                       double ratio) const override;
  [[nodiscard]] view_model::OverlayScene make_scene() const override;
  [[nodiscard]] view_model::OverlayScene make_foreign() const override;
  [[nodiscard]] Decoration decoration() const override;
  [[nodiscard]] QString placeholder() const override;

private:
  void take_image();
  void take_review();
  void make_sheet();
  void show_vertebra(view_model::VertebraKey vertebra);

  OpenedImagePtr shown_;
  std::optional<view_model::StraightenedSpine> spine_;
  std::vector<VertebraFinding> spine_of_; ///< what the curve was laid through
  std::optional<render::FilmSlicer> sheet_;
  view_model::PlanePoint sheet_first_;
  std::vector<view_model::LabelOutline> outlines_;
  mutable std::map<std::shared_ptr<const LabelMap>, std::vector<view_model::LabelOutline>> foreign_outlines_;
  double offset_ = 0.0; ///< mm to the patient's left
  view_model::ViewTransform transform_;
};

} // namespace spondyl::viewer
