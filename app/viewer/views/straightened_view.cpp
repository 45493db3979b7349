#include "straightened_view.h"

#include "film_part.h"
#include "foreign_scene.h"
#include "smooth_outline.h"

#include <algorithm>
#include <spondyl/view_model/findings_table.h>

namespace spondyl::viewer {
namespace {

using view_model::StraightenedKind;
constexpr StraightenedKind kKind = StraightenedKind::sagittal;
constexpr double kPixel = 0.5;      // mm on the sheet: as fine as a thin-slice CT
constexpr double kHalfWidth = 60.0; // mm to the front and back of the bodies' middles
constexpr double kScrollStep = 1.0; // mm to the side per wheel step

bool same_landmarks(const std::vector<VertebraFinding>& a, const std::vector<VertebraFinding>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const VertebraFinding& x, const VertebraFinding& y) { return x.landmarks == y.landmarks; });
}

} // namespace

StraightenedView::StraightenedView(Workspace& workspace, QWidget* parent)
    : PictureView(workspace, tr("Straightened spine"), parent) {
  connect(&workspace, &Workspace::image_changed, this, &StraightenedView::take_image);
  connect(&workspace, &Workspace::vertebra_shown, this, &StraightenedView::show_vertebra);
  connect(&workspace.review(), &ReviewController::changed, this, &StraightenedView::take_review);
  take_image();
}

void StraightenedView::take_image() {
  const OpenedImagePtr next = workspace().image();
  if (next == shown_)
    return;
  shown_ = next && next->volume && next->complete ? next : nullptr;
  spine_.reset();
  spine_of_.clear();
  sheet_.reset();
  offset_ = 0.0;
  take_review();
  picture_changed();
}

/// The curve stays as it is while a landmark is dragged: a picture that moves under the hand cannot be aimed at.
void StraightenedView::take_review() {
  const view_model::ReviewDocument* document = shown_ ? workspace().review().document_of(shown_->item.key) : nullptr;
  if (!document || document->dragging())
    return;
  const auto& vertebrae = document->state().vertebrae;
  if (same_landmarks(vertebrae, spine_of_))
    return;
  spine_of_ = vertebrae;
  const bool first = !spine_;
  auto spine = view_model::StraightenedSpine::through(std::span<const VertebraFinding>(vertebrae));
  spine_ = spine ? std::optional(std::move(*spine)) : std::nullopt;
  make_sheet();
  if (first)
    reset_view();
}

void StraightenedView::make_sheet() {
  sheet_.reset();
  outlines_.clear();
  foreign_outlines_.clear();
  if (spine_) {
    const view_model::PointGrid grid = spine_->grid(kKind, kPixel, kHalfWidth, offset_);
    render::ValueImage values = shown_->volume_slicer->sample(grid.points, grid.columns, grid.rows);
    sheet_.emplace(Radiograph(grid.columns, grid.rows, std::move(values.values), {}));
    sheet_first_ = grid.first;
    const view_model::ReviewDocument* document = workspace().review().document_of(shown_->item.key);
    if (document && document->state().labels && offset_ == 0.0)
      outlines_ = smoothed(view_model::label_outlines(*document->state().labels, *spine_, kKind, kPixel), 4);
  }
  picture_changed();
}

OpenedImagePtr StraightenedView::image() const {
  return sheet_ ? shown_ : nullptr;
}

QString StraightenedView::placeholder() const {
  if (!shown_)
    return PictureView::placeholder();
  return tr("Press M to measure: the straightened spine follows the vertebrae that were found.");
}

void StraightenedView::set_transform(const view_model::ViewTransform& transform) {
  transform_ = transform;
  picture_changed();
}

void StraightenedView::reset_view() {
  if (!spine_)
    return;
  transform_.size = {static_cast<double>(width()), static_cast<double>(height())};
  set_transform(transform_.fitted(spine_->extent(kHalfWidth)));
}

void StraightenedView::scroll(int steps) {
  if (!spine_)
    return;
  offset_ = std::clamp(offset_ + steps * kScrollStep, -kHalfWidth, kHalfWidth);
  make_sheet();
}

void StraightenedView::point_at(view_model::ScreenPoint cursor) {
  const auto point = image_point(cursor);
  if (!point)
    return;
  for (const view_model::ViewId view : workspace().linked().views())
    if (workspace().linked().view(view).series_key == shown_->item.key) {
      workspace().moved(workspace().linked().set_crosshair(view, std::get<PatientPoint>(*point)));
      break;
    }
  overlay_changed();
}

std::optional<view_model::ImagePoint> StraightenedView::image_point(view_model::ScreenPoint cursor) const {
  if (!spine_)
    return std::nullopt;
  return spine_->to_patient(view_model::StraightenedSpine::from_plane(transform_.to_plane(cursor), kKind, offset_));
}

view_model::Projection StraightenedView::projection() const {
  return view_model::onto(*spine_, kKind);
}

void StraightenedView::show_vertebra(view_model::VertebraKey vertebra) {
  const view_model::ReviewDocument* document = workspace().review().document();
  const auto place = spine_ && document ? view_model::place_of(document->state(), vertebra) : std::nullopt;
  if (!place || !place->frame || !isVisible()) // hidden, its size says nothing about how near is near
    return;
  if (const auto at = spine_->project(place->frame->centre, kKind)) {
    reader_moved_picture();
    set_transform(view_model::focused(transform_, *at, place->body_height, 0.2));
  }
}

render::ValueImage StraightenedView::cut(const view_model::ViewTransform& transform, const QSize& pixels,
                                         double ratio) const {
  return sheet_->slice(film_part(transform, pixels, ratio, sheet_first_, kPixel));
}

view_model::OverlayScene StraightenedView::make_scene() const {
  view_model::OverlayInput input;
  input.state = &nothing_reviewed();
  const view_model::ToolContext tools{&*shown_->volume, nullptr, std::nullopt};
  input.projection = projection();
  input.options = workspace().overlay();
  input.options.crosshair = false;
  input.tools = &tools;
  input.dragged = workspace().dragged_tool();
  input.selected_tool = workspace().selected_tool();
  input.selected = workspace().selected();
  if (workspace().overlay().outlines)
    input.outlines = outlines_;
  if (const auto* document = workspace().review().document_of(shown_->item.key))
    input.state = &document->state();
  return view_model::build_overlay(input);
}

view_model::OverlayScene StraightenedView::make_foreign() const {
  return foreign_scene(workspace().stored(), *shown_, projection(), [this](const auto& labels) {
    if (offset_ != 0.0) // outlines are of the sheet in the middle, as our own
      return std::vector<view_model::LabelOutline>();
    const auto [known, added] = foreign_outlines_.try_emplace(labels);
    if (added)
      known->second = smoothed(view_model::label_outlines(*labels, *spine_, kKind, kPixel), 4);
    return known->second;
  });
}

Decoration StraightenedView::decoration() const {
  Decoration words = common_decoration();
  words.top_left << tr("along the bodies' middles");
  if (offset_ != 0.0)
    words.top_right << tr("%1 mm to the %2").arg(std::abs(offset_)).arg(offset_ > 0 ? tr("left") : tr("right"));
  // The sheet is bent: only what holds for all of it is written. Up is cranial, left is anterior by construction.
  words.letters = {"A", "P", "H", "F"};
  const bool turned =
      transform_.rotation_degrees != 0 || transform_.flipped_horizontally || transform_.flipped_vertically;
  if (turned)
    words.letters = {};
  words.scale_bar = view_model::scale_bar(transform_, std::nullopt);
  return words;
}

} // namespace spondyl::viewer
