#pragma once

#include "outline_cache.h"
#include "picture_view.h"

namespace spondyl::viewer {

enum class ShownStudy { current, prior, beside };

/// A plane through a volume; its place is the LinkedViews' business.
class SliceView : public PictureView {
  Q_OBJECT
public:
  SliceView(Workspace& workspace, view_model::PlaneKind kind, ShownStudy study, QWidget* parent = nullptr);

  [[nodiscard]] OpenedImagePtr image() const override;
  [[nodiscard]] view_model::ViewTransform transform() const override;
  void set_transform(const view_model::ViewTransform& transform) override;
  void reset_view() override;
  void scroll(int steps) override;
  void scroll_to_end(bool last) override;
  void point_at(view_model::ScreenPoint cursor) override;
  [[nodiscard]] std::optional<view_model::ImagePoint> image_point(view_model::ScreenPoint cursor) const override;
  [[nodiscard]] std::optional<view_model::SlicePlane> plane() const override;
  [[nodiscard]] view_model::Projection projection() const override;
  [[nodiscard]] bool editable() const override;

  [[nodiscard]] std::optional<view_model::ViewId> id() const { return id_; }
  void next_slab(); ///< single, maximum, mean
  void toggle_cine();

protected:
  [[nodiscard]] render::ValueImage cut(const view_model::ViewTransform& transform, const QSize& pixels,
                                       double ratio) const override;
  [[nodiscard]] view_model::OverlayScene make_scene() const override;
  [[nodiscard]] view_model::OverlayScene make_foreign() const override;
  [[nodiscard]] QString placeholder() const override;
  [[nodiscard]] Decoration decoration() const override;

private:
  void take_image();
  [[nodiscard]] OpenedImagePtr image_of_study() const;
  [[nodiscard]] bool follows_the_current() const;           ///< shares its patient space
  [[nodiscard]] const view_model::SliceView& state() const; ///< only while id_ is set
  [[nodiscard]] const view_model::ReviewDocument* document() const;
  [[nodiscard]] view_model::OverlayScene make_scene_of_prior() const;
  void add_other_study(view_model::OverlayScene& scene) const;
  [[nodiscard]] bool shows_other_study() const;
  [[nodiscard]] const std::vector<view_model::LabelOutline>& outlines(const view_model::ReviewState& review) const;

  view_model::PlaneKind kind_;
  ShownStudy study_;
  std::optional<view_model::ViewId> id_;
  OpenedImagePtr shown_;
  mutable OutlineCache outline_cache_, other_outline_cache_;
};

} // namespace spondyl::viewer
