#include "film_view.h"

#include "film_part.h"

#include <spondyl/radiograph/snap_to_edge.h>
#include <spondyl/view_model/findings_table.h>

namespace spondyl::viewer {
namespace {

view_model::PlaneExtent extent_of(const Radiograph& film) {
  return {-0.5, -0.5, film.columns() - 0.5, film.rows() - 0.5};
}

QString scale_text(const PixelScale& scale) {
  if (scale.provenance == SpacingProvenance::none)
    return FilmView::tr("No pixel spacing: lengths in px, ratios only");
  const QString provenance = QString::fromUtf8(to_string(scale.provenance).data()).replace('_', ' ');
  return FilmView::tr("Pixel %1 mm (%2)").arg(scale.column_spacing, 0, 'f', 3).arg(provenance);
}

} // namespace

FilmView::FilmView(Workspace& workspace, QWidget* parent) : PictureView(workspace, tr("Radiograph"), parent) {
  connect(&workspace, &Workspace::image_changed, this, &FilmView::take_image);
  connect(&workspace, &Workspace::vertebra_shown, this, &FilmView::show_vertebra);
  take_image();
}

void FilmView::take_image() {
  const OpenedImagePtr next = workspace().image();
  if (next == shown_)
    return;
  shown_ = next && next->film ? next : nullptr;
  transform_ = {};
  if (shown_) {
    const PixelScale& scale = shown_->film->scale();
    transform_.row_aspect = scale.column_spacing > 0 ? scale.row_spacing / scale.column_spacing : 1.0;
    reset_view();
  }
  picture_changed();
}

OpenedImagePtr FilmView::image() const {
  return shown_;
}

void FilmView::set_transform(const view_model::ViewTransform& transform) {
  transform_ = transform;
  picture_changed();
}

void FilmView::reset_view() {
  if (!shown_)
    return;
  transform_.size = {static_cast<double>(width()), static_cast<double>(height())};
  set_transform(transform_.fitted(extent_of(*shown_->film)));
}

void FilmView::show_vertebra(view_model::VertebraKey vertebra) {
  const view_model::ReviewDocument* document = workspace().review().document();
  if (!shown_ || !document)
    return;
  const auto place = view_model::place_of(document->state(), vertebra);
  if (!place || !place->centre_on_film)
    return;
  reader_moved_picture();
  set_transform(
      view_model::focused(transform_, {place->centre_on_film->column, place->centre_on_film->row}, place->body_height));
}

std::optional<view_model::ImagePoint> FilmView::image_point(view_model::ScreenPoint cursor) const {
  const view_model::PlanePoint point = transform_.to_plane(cursor);
  return PixelPoint{point.x, point.y};
}

PixelScale FilmView::scale() const {
  const view_model::ReviewDocument* document = workspace().review().document_of(shown_->item.key);
  return document && document->state().scale ? *document->state().scale : shown_->film->scale();
}

view_model::ImagePoint FilmView::snapped(const view_model::LandmarkTarget& target,
                                         const view_model::ImagePoint& held) const {
  const view_model::ReviewDocument* document = workspace().review().document();
  const auto index = document && workspace().snapping() ? document->state().index_of(target.vertebra) : std::nullopt;
  if (!index || !document->state().vertebrae[*index].landmarks)
    return held;
  const auto* points = std::get_if<SixPixels>(&*document->state().vertebrae[*index].landmarks);
  const auto* at = std::get_if<PixelPoint>(&held);
  return points && at ? radiograph::snapped_to_edge(*shown_->film, *points, target.landmark, *at) : held;
}

view_model::Projection FilmView::projection() const {
  return view_model::onto_film();
}

render::ValueImage FilmView::cut(const view_model::ViewTransform& transform, const QSize& pixels, double ratio) const {
  return shown_->film_slicer->slice(film_part(transform, pixels, ratio));
}

view_model::OverlayScene FilmView::make_scene() const {
  view_model::OverlayInput input;
  input.state = &nothing_reviewed();
  const view_model::ToolContext tools{nullptr, &*shown_->film, scale()};
  input.projection = projection();
  input.options = workspace().overlay();
  input.tools = &tools;
  input.dragged = workspace().dragged_tool();
  input.selected_tool = workspace().selected_tool();
  input.selected = workspace().selected();
  if (const auto* document = workspace().review().document_of(shown_->item.key))
    input.state = &document->state();
  return view_model::build_overlay(input);
}

Decoration FilmView::decoration() const {
  Decoration words = common_decoration();
  if (shown_->item.series.kind != SeriesKind::radiograph)
    words.title = tr("Picture");
  words.top_left << QString::fromStdString(shown_->item.series.info.description);
  words.top_right << scale_text(scale());
  words.scale_bar = view_model::scale_bar(transform_, scale());
  if (scale() != shown_->film->scale())
    std::erase(words.badges, view_model::Badge::uncalibrated);
  if (!words.hint.isEmpty() && workspace().mode() == Mode::add_vertebra)
    words.hint = tr("Click body centres, or only the uppermost and the lowermost; M measures. %n clicked. Esc ends.",
                    nullptr, static_cast<int>(workspace().placed_points().size()));
  return words;
}

} // namespace spondyl::viewer
