#include <spondyl/view_model/linked_views.h>

#include <algorithm>
#include <cmath>

namespace spondyl::view_model {
namespace {

constexpr double kParallel = 0.99; // cosine, about 8 degrees: planes that a reader takes for the same view

bool parallel(const SlicePlane& a, const SlicePlane& b) {
  return std::abs(dot(a.normal(), b.normal())) > kParallel;
}

bool is_anatomical(PlaneKind kind) {
  return kind == PlaneKind::axial || kind == PlaneKind::sagittal || kind == PlaneKind::coronal;
}

/// One step of cine: turns round at the ends or starts again.
void step_cine(SliceView& view, Cine& cine, int steps) {
  for (; steps > 0; --steps) {
    const SlicePosition at = slice_position(view.geometry, view.plane);
    const bool at_end = cine.direction > 0 ? at.index + 1 >= at.count : at.index == 0;
    if (at_end && !cine.bounce) {
      view.plane = at_slice(view.geometry, view.plane, cine.direction > 0 ? 0 : at.count - 1);
      continue;
    }
    if (at_end)
      cine.direction = -cine.direction;
    view.plane = scrolled(view.geometry, view.plane, cine.direction);
  }
}

} // namespace

ViewId LinkedViews::add(SliceView view) {
  const PlaneKind home = is_anatomical(view.plane.kind) ? view.plane.kind : PlaneKind::sagittal;
  entries_.emplace(next_, Entry{std::move(view), home, {}});
  return next_++;
}

void LinkedViews::remove(ViewId view) {
  entries_.erase(view);
}

void LinkedViews::clear() {
  entries_.clear();
  link_.reset();
  crosshairs_.clear();
}

const SliceView& LinkedViews::view(ViewId view) const {
  return entries_.at(view).view;
}

std::vector<ViewId> LinkedViews::views() const {
  std::vector<ViewId> result;
  for (const auto& [id, entry] : entries_)
    result.push_back(id);
  return result;
}

std::string LinkedViews::space_of(ViewId view) const {
  const SliceView& slice_view = entries_.at(view).view;
  return slice_view.frame_of_reference_uid.empty() ? "series " + slice_view.series_key
                                                   : slice_view.frame_of_reference_uid;
}

bool LinkedViews::share_space(ViewId a, ViewId b) const {
  return space_of(a) == space_of(b);
}

std::vector<ViewId> LinkedViews::set_transform(ViewId view, const ViewTransform& transform) {
  entries_.at(view).view.transform = transform;
  return with_linked({view});
}

void LinkedViews::set_size(ViewId view, ScreenSize size) {
  entries_.at(view).view.transform.size = size;
}

void LinkedViews::set_slab(ViewId view, const Slab& slab) {
  entries_.at(view).view.slab = slab;
}

void LinkedViews::set_plane(ViewId view, const SlicePlane& plane) {
  entries_.at(view).view.plane = plane;
}

/// Views of the other study of the link that show the same kind of plane.
std::vector<ViewId> LinkedViews::counterparts(ViewId view) const {
  const Entry& mine = entries_.at(view);
  std::vector<ViewId> found;
  if (!link_ || !following_)
    return found;
  const bool current = mine.view.series_key == link_->current_series;
  if (!current && mine.view.series_key != link_->prior_series)
    return found;
  for (const auto& [id, entry] : entries_)
    if (id != view && entry.home == mine.home &&
        entry.view.series_key == (current ? link_->prior_series : link_->current_series))
      found.push_back(id);
  return found;
}

void LinkedViews::lead(ViewId view, ViewId follower) {
  const SliceView& leader = entries_.at(view).view;
  SliceView& led = entries_.at(follower).view;
  const bool current = leader.series_key == link_->current_series;
  const BodyLink link = current ? link_->current_to_prior : link_->current_to_prior.reversed();
  led.plane = linked_plane(leader.plane, link, led.geometry);
  const ScreenSize size = led.transform.size;
  led.transform = leader.transform; // plane points are the same in both
  led.transform.size = size;
  if (const auto point = crosshair(view))
    crosshairs_[space_of(follower)] = link(*point);
}

/// Only the study of the first view that moved leads, or two studies of one space would lead each other.
std::vector<ViewId> LinkedViews::with_linked(std::vector<ViewId> moved) {
  const std::vector<ViewId> leaders = moved;
  std::optional<std::string> leading;
  for (const ViewId view : leaders) {
    const auto followers = counterparts(view);
    const std::string& series = entries_.at(view).view.series_key;
    if (followers.empty() || (leading && *leading != series))
      continue;
    leading = series;
    for (const ViewId follower : followers) {
      lead(view, follower);
      if (std::ranges::find(moved, follower) == moved.end())
        moved.push_back(follower);
    }
  }
  return moved;
}

std::vector<ViewId> LinkedViews::link_studies(std::optional<StudyLink> link) {
  link_ = std::move(link);
  std::vector<ViewId> moved;
  for (const auto& [id, entry] : entries_)
    if (link_ && entry.view.series_key == link_->prior_series && adopt(id))
      moved.push_back(id);
  return moved;
}

bool LinkedViews::adopt(ViewId view) {
  const auto leaders = counterparts(view);
  if (!leaders.empty())
    lead(leaders.front(), view);
  return !leaders.empty();
}

std::vector<ViewId> LinkedViews::scroll(ViewId view, int steps) {
  SliceView& source = entries_.at(view).view;
  source.plane = scrolled(source.geometry, source.plane, steps);
  std::vector<ViewId> moved{view};
  for (auto& [id, entry] : entries_)
    if (following_ && id != view && share_space(id, view) && parallel(entry.view.plane, source.plane)) {
      entry.view.plane = entry.view.plane.through(source.plane.origin);
      moved.push_back(id);
    }
  return with_linked(std::move(moved));
}

std::vector<ViewId> LinkedViews::point_at(ViewId view, ScreenPoint cursor) {
  const SliceView& source = entries_.at(view).view;
  return set_crosshair(view, source.plane.to_patient(source.transform.to_plane(cursor)));
}

std::vector<ViewId> LinkedViews::set_crosshair(ViewId source, PatientPoint point) {
  crosshairs_[space_of(source)] = point;
  std::vector<ViewId> changed{source};
  for (auto& [id, entry] : entries_)
    if (following_ && id != source && share_space(id, source)) {
      entry.view.plane = entry.view.plane.through(point);
      changed.push_back(id);
    }
  return with_linked(std::move(changed));
}

std::optional<PatientPoint> LinkedViews::crosshair(ViewId view) const {
  const auto found = crosshairs_.find(space_of(view));
  return found == crosshairs_.end() ? std::nullopt : std::optional(found->second);
}

void LinkedViews::join(ViewId view) {
  Entry& entry = entries_.at(view);
  std::optional<PatientPoint> place = crosshair(view);
  for (const auto& [id, other] : entries_)
    if (!place && id != view && share_space(id, view) && parallel(other.view.plane, entry.view.plane))
      place = other.view.plane.origin;
  if (!place || !following_)
    return;
  const SlicePlane there = entry.view.plane.through(*place);
  if (extent_on(entry.view.geometry, there).width() > 0.0)
    entry.view.plane = there;
}

std::vector<ViewId> LinkedViews::show_vertebra(ViewId source, const BodyFrame& frame, double body_height) {
  crosshairs_[space_of(source)] = frame.centre;
  std::vector<ViewId> changed;
  for (auto& [id, entry] : entries_) {
    if (!share_space(id, source) || (id != source && !following_))
      continue;
    SliceView& view = entry.view;
    view.plane =
        entry.home == PlaneKind::sagittal ? vertebra_plane(frame, view.geometry) : view.plane.through(frame.centre);
    view.transform = focused(view.transform, view.plane.project(frame.centre), body_height);
    changed.push_back(id);
  }
  return with_linked(std::move(changed));
}

std::vector<ViewId> LinkedViews::reset(ViewId view) {
  Entry& entry = entries_.at(view);
  entry.view.plane = mpr_plane(entry.view.geometry, entry.home, centre_of(entry.view.geometry));
  ViewTransform upright;
  upright.size = entry.view.transform.size;
  entry.view.transform = upright.fitted(extent_on(entry.view.geometry, entry.view.plane));
  entry.view.slab.mode = SlabMode::single;
  return with_linked({view});
}

void LinkedViews::set_cine(ViewId view, const Cine& cine) {
  entries_.at(view).cine = cine;
}

Cine LinkedViews::cine(ViewId view) const {
  return entries_.at(view).cine;
}

std::vector<ViewId> LinkedViews::advance(double seconds) {
  std::vector<ViewId> moved;
  for (auto& [id, entry] : entries_) {
    if (!entry.cine.playing)
      continue;
    entry.cine.pending += seconds * entry.cine.slices_per_second;
    const int steps = static_cast<int>(std::floor(entry.cine.pending));
    entry.cine.pending -= steps;
    step_cine(entry.view, entry.cine, steps);
    if (steps > 0)
      moved.push_back(id);
  }
  return with_linked(std::move(moved));
}

} // namespace spondyl::view_model
