#include "slice_view.h"

#include "foreign_scene.h"

#include <algorithm>

namespace spondyl::viewer {
namespace {

using view_model::PlaneKind;
using view_model::SlicePlane;
using view_model::ViewTransform;

QString name_of(PlaneKind kind, ShownStudy study) {
  QString name = QString::fromUtf8(to_string(kind).data());
  name[0] = name[0].toUpper();
  if (study == ShownStudy::prior)
    return SliceView::tr("Prior, %1").arg(name.toLower());
  return study == ShownStudy::beside ? SliceView::tr("Beside, %1").arg(name.toLower()) : name;
}

/// Where the pixels of a view lie in the patient.
render::PicturePlane picture_plane(const SlicePlane& plane, const ViewTransform& transform, const QSize& pixels,
                                   double ratio) {
  const auto patient_at = [&](double x, double y) {
    return plane.to_patient(transform.to_plane({(x + 0.5) / ratio, (y + 0.5) / ratio}));
  };
  const PatientPoint first = patient_at(0, 0);
  const PatientVector right = patient_at(1, 0) - first, down = patient_at(0, 1) - first;
  return {first, normalized(right), normalized(down), length(right), pixels.width(), pixels.height()};
}

render::SliceOptions slice_options(const view_model::Slab& slab) {
  render::SliceOptions options;
  options.slab_thickness = slab.thickness;
  if (slab.mode == view_model::SlabMode::maximum)
    options.slab = render::SlabMode::maximum;
  else if (slab.mode == view_model::SlabMode::mean)
    options.slab = render::SlabMode::mean;
  return options;
}

/// The middle slice, which is the one that is read first.
PatientPoint starting_point(const OpenedImage& image) {
  const VolumeGeometry& geometry = image.complete ? image.volume->geometry() : *image.item.series.geometry;
  const int column = geometry.size.columns / 2, row = geometry.size.rows / 2;
  return geometry.to_patient(
      {static_cast<double>(column), static_cast<double>(row), static_cast<double>(image.item.thumbnail_frame)});
}

constexpr double kCineRate = 15.0; // slices per second

} // namespace

SliceView::SliceView(Workspace& workspace, PlaneKind kind, ShownStudy study, QWidget* parent)
    : PictureView(workspace, name_of(kind, study), parent), kind_(kind), study_(study) {
  for (const auto signal : {&Workspace::image_changed, &Workspace::prior_changed, &Workspace::beside_changed})
    connect(&workspace, signal, this, &SliceView::take_image);
  connect(&workspace, &Workspace::views_moved, this, [this](const std::vector<int>& views) {
    if (id_ && std::find(views.begin(), views.end(), *id_) != views.end())
      picture_changed();
  });
  connect(&workspace.follow_up(), &FollowUpController::comparison_changed, this, &SliceView::overlay_changed);
  take_image();
}

OpenedImagePtr SliceView::image_of_study() const {
  if (study_ == ShownStudy::prior)
    return workspace().prior();
  return study_ == ShownStudy::beside ? workspace().beside() : workspace().image();
}

void SliceView::take_image() {
  const OpenedImagePtr next = image_of_study();
  if (next == shown_)
    return;
  if (id_)
    workspace().linked().remove(*id_);
  id_.reset();
  shown_ = next && next->volume ? next : nullptr;
  outline_cache_.clear();
  other_outline_cache_.clear();
  if (shown_) {
    const VolumeGeometry& geometry = shown_->complete ? shown_->volume->geometry() : *shown_->item.series.geometry;
    view_model::SliceView view;
    view.series_key = shown_->item.key;
    view.frame_of_reference_uid = shown_->item.series.info.frame_of_reference_uid;
    view.geometry = geometry;
    view.plane = view_model::mpr_plane(geometry, kind_, starting_point(*shown_));
    view.transform.size = {static_cast<double>(width()), static_cast<double>(height())};
    view.transform = view.transform.fitted(view_model::extent_on(geometry, view.plane));
    id_ = workspace().linked().add(view);
    if (shown_->complete) // of a first slice nothing else is here yet
      workspace().linked().join(*id_);
    if (study_ == ShownStudy::prior)
      workspace().linked().adopt(*id_);
  }
  picture_changed();
}

OpenedImagePtr SliceView::image() const {
  // While only one slice is here, only the view along the slices has something to show.
  if (!id_ || (!shown_->complete && view_model::native_kind(shown_->volume->geometry()) != kind_))
    return nullptr;
  return shown_;
}

const view_model::SliceView& SliceView::state() const {
  return workspace().linked().view(*id_);
}

ViewTransform SliceView::transform() const {
  return id_ ? state().transform : ViewTransform{};
}

void SliceView::set_transform(const ViewTransform& transform) {
  if (!id_)
    return;
  workspace().moved(workspace().linked().set_transform(*id_, transform));
}

void SliceView::reset_view() {
  if (!id_)
    return;
  if (study_ == ShownStudy::prior) {
    workspace().linked().set_size(*id_, {static_cast<double>(width()), static_cast<double>(height())});
    if (workspace().linked().adopt(*id_)) { // shown as the current study is, not fitted for itself
      picture_changed();
      return;
    }
  }
  ViewTransform fitting = transform();
  fitting.size = {static_cast<double>(width()), static_cast<double>(height())};
  set_transform(fitting.fitted(view_model::extent_on(state().geometry, state().plane)));
}

void SliceView::scroll(int steps) {
  if (id_)
    workspace().moved(workspace().linked().scroll(*id_, steps));
}

void SliceView::scroll_to_end(bool last) {
  if (id_)
    scroll((last ? 1 : -1) * view_model::slice_position(state().geometry, state().plane).count);
}

void SliceView::point_at(view_model::ScreenPoint cursor) {
  if (id_)
    workspace().moved(workspace().linked().point_at(*id_, cursor));
}

std::optional<view_model::ImagePoint> SliceView::image_point(view_model::ScreenPoint cursor) const {
  if (!id_)
    return std::nullopt;
  return state().plane.to_patient(transform().to_plane(cursor));
}

std::optional<SlicePlane> SliceView::plane() const {
  return id_ ? std::optional(state().plane) : std::nullopt;
}

view_model::Projection SliceView::projection() const {
  return view_model::onto(state().plane);
}

bool SliceView::editable() const {
  return study_ == ShownStudy::current && shown_ && workspace().review().document_of(shown_->item.key) &&
         state().plane.kind != PlaneKind::axial;
}

void SliceView::next_slab() {
  if (!id_)
    return;
  view_model::Slab slab = state().slab;
  slab.mode = static_cast<view_model::SlabMode>((static_cast<int>(slab.mode) + 1) % 3);
  workspace().linked().set_slab(*id_, slab);
  picture_changed();
}

void SliceView::toggle_cine() {
  if (!id_)
    return;
  view_model::Cine cine = workspace().linked().cine(*id_);
  cine.playing = !cine.playing;
  cine.slices_per_second = kCineRate;
  workspace().linked().set_cine(*id_, cine);
  overlay_changed();
}

render::ValueImage SliceView::cut(const ViewTransform& transform, const QSize& pixels, double ratio) const {
  return shown_->volume_slicer->slice(picture_plane(state().plane, transform, pixels, ratio),
                                      slice_options(state().slab));
}

const view_model::ReviewDocument* SliceView::document() const {
  const ReviewController& review = workspace().review();
  if (const auto* own = review.document_of(shown_->item.key); own && !own->state().vertebrae.empty())
    return own;
  if (const auto* other = review.document_of_frame(shown_->item.series.info.frame_of_reference_uid))
    return other;
  return review.document_of(shown_->item.key);
}

const std::vector<view_model::LabelOutline>& SliceView::outlines(const view_model::ReviewState& review) const {
  static const std::vector<view_model::LabelOutline> none;
  if (!review.labels || !workspace().overlay().outlines)
    return none;
  return outline_cache_.of(review.labels, state().plane);
}

view_model::OverlayScene SliceView::make_foreign() const {
  return foreign_scene(workspace().stored(), *shown_, projection(),
                       [this](const auto& labels) { return outline_cache_.of(labels, state().plane); });
}

QString SliceView::placeholder() const {
  if (workspace().image() && study_ == ShownStudy::prior)
    return workspace().follow_up().status();
  if (workspace().image() && study_ == ShownStudy::beside)
    return workspace().reading_beside() ? tr("Reading ...") : tr("No other volume belongs to this study.");
  return PictureView::placeholder();
}

/// As it was measured: its marks are seen, and moved where that study is opened.
view_model::OverlayScene SliceView::make_scene_of_prior() const {
  const view_model::FollowUp& compared = workspace().follow_up().follow_up();
  if (!compared.prior() || compared.prior()->findings.series_instance_uid != shown_->item.series.info.uid)
    return {};
  const view_model::ReviewState& state_then = compared.prior()->state;
  view_model::OverlayInput input;
  input.state = &state_then;
  input.projection = projection();
  input.kind = state().plane.kind;
  input.options = workspace().overlay();
  input.crosshair = workspace().linked().crosshair(*id_);
  input.outlines = outlines(state_then);
  input.selected = view_model::key_in_prior(compared, workspace().selected());
  return view_model::in_keys_of_current(view_model::build_overlay(input), compared);
}

bool SliceView::shows_other_study() const {
  return study_ != ShownStudy::beside && workspace().prior_shown() && workspace().overlay().other_study &&
         state().plane.kind != PlaneKind::axial && workspace().follow_up().follow_up().comparison() != nullptr;
}

void SliceView::add_other_study(view_model::OverlayScene& scene) const {
  const view_model::FollowUp& compared = workspace().follow_up().follow_up();
  const auto* now = workspace().review().document();
  if (!now || !shows_other_study())
    return;
  const bool on_current = study_ == ShownStudy::current;
  view_model::OtherStudyInput input;
  input.follow_up = &compared;
  input.current = &now->state();
  input.overlaid =
      on_current ? view_model::OverlaidStudy::prior_on_current : view_model::OverlaidStudy::current_on_prior;
  input.projection = projection();
  const auto at = workspace().joined_at();
  const auto link = at ? compared.link_at(*at) : std::nullopt;
  const view_model::ReviewState& other = on_current ? compared.prior()->state : now->state();
  const auto key = on_current ? view_model::key_in_prior(compared, at) : at;
  const auto index = key ? other.index_of(*key) : std::nullopt;
  if (link && index && other.labels) { // its true outline; the others are drawn by their six points
    const auto there =
        view_model::linked_plane(state().plane, on_current ? *link : link->reversed(), other.labels->geometry);
    for (const auto& outline : other_outline_cache_.of(other.labels, there))
      if (outline.label != 0 && outline.label == other.reviews[*index].label)
        input.contours.insert(input.contours.end(), outline.contours.begin(), outline.contours.end());
    input.outlined = at;
  }
  const view_model::OverlayScene added = view_model::other_study_overlay(input);
  scene.lines.insert(scene.lines.end(), added.lines.begin(), added.lines.end());
}

view_model::OverlayScene SliceView::make_scene() const {
  if (study_ == ShownStudy::prior) {
    view_model::OverlayScene scene = make_scene_of_prior();
    add_other_study(scene);
    return scene;
  }
  view_model::OverlayInput input;
  input.state = &nothing_reviewed();
  const view_model::ReviewDocument* shown = document();
  const view_model::ToolContext tools{&*shown_->volume, nullptr, std::nullopt};
  input.projection = projection();
  input.kind = state().plane.kind;
  input.options = workspace().overlay();
  input.crosshair = workspace().linked().crosshair(*id_);
  input.tools = &tools;
  input.dragged = workspace().dragged_tool();
  input.selected_tool = workspace().selected_tool();
  if (shown) {
    input.state = &shown->state();
    input.outlines = outlines(shown->state());
    input.editable = shown == workspace().review().document_of(shown_->item.key);
    if (input.editable)
      input.selected = workspace().selected();
  }
  view_model::OverlayScene scene = view_model::build_overlay(input);
  add_other_study(scene);
  return scene;
}

bool SliceView::follows_the_current() const {
  const OpenedImagePtr current = workspace().image();
  const std::string& frame = shown_->item.series.info.frame_of_reference_uid;
  return current && !frame.empty() && frame == current->item.series.info.frame_of_reference_uid;
}

Decoration SliceView::decoration() const {
  Decoration words = common_decoration();
  const view_model::SlicePosition position = view_model::slice_position(state().geometry, state().plane);
  const SeriesInfo& series = shown_->item.series.info;
  words.top_left << QString::fromStdString(study_ == ShownStudy::current ? series.description
                                                                         : series.modality + "  " + series.description);
  if (study_ == ShownStudy::prior)
    words.top_left << QString::fromStdString(view_model::readable_date(shown_->item.series.study.date));
  if (shows_other_study())
    words.top_left << (study_ == ShownStudy::prior ? tr("dotted: current") : tr("dotted: prior"));
  if (study_ == ShownStudy::prior)
    words.top_right << (workspace().joined_at() ? tr("follows the current study")
                                                : tr("not joined: %1").arg(tr("compare both studies first")));
  words.top_right << tr("%1 / %2").arg(position.index + 1).arg(position.count);
  const view_model::Slab slab = state().slab;
  if (slab.mode != view_model::SlabMode::single)
    words.top_right << tr("%1 of %2 mm").arg(QString::fromUtf8(to_string(slab.mode).data())).arg(slab.thickness);
  if (workspace().linked().cine(*id_).playing)
    words.top_right << tr("cine");
  if (study_ == ShownStudy::beside && !follows_the_current())
    words.top_right << tr("other patient space: does not follow");
  if (!shown_->complete)
    words.top_right << tr("reading the other slices ...");
  words.letters = view_model::orientation_letters(state().plane, transform());
  words.scale_bar = view_model::scale_bar(transform(), std::nullopt);
  return words;
}

} // namespace spondyl::viewer
