#pragma once
// Which views show what, and how they follow each other: the crosshair is one patient point per frame of reference.

#include <map>
#include <optional>
#include <spondyl/model/geometry.h>
#include <spondyl/view_model/body_link.h>
#include <spondyl/view_model/slice_plane.h>
#include <spondyl/view_model/view_transform.h>
#include <string>
#include <vector>

namespace spondyl::view_model {

using ViewId = int;

/// One 2-D view of a volume.
struct SliceView {
  std::string series_key;             ///< StudyBrowser's key of the series shown
  std::string frame_of_reference_uid; ///< empty: follows nobody but views of the same series
  VolumeGeometry geometry;
  SlicePlane plane;
  ViewTransform transform;
  Slab slab;
};

/// Cine: which way the slices run by themselves.
struct Cine {
  bool playing = false, bounce = true;
  double slices_per_second = 15.0;
  int direction = 1;
  double pending = 0.0; ///< fraction of a slice not shown yet
};

/// Two studies of one person whose patient spaces differ: views of the same kind show the same place of the same
/// vertebra at the same zoom, in each study's own mid-sagittal plane.
struct StudyLink {
  std::string current_series, prior_series; ///< keys
  BodyLink current_to_prior;
};

/// All 2-D views of a window. Every call is a plain state change; the caller redraws the views named in the answer.
class LinkedViews {
public:
  ViewId add(SliceView view);
  void remove(ViewId view);
  void clear();
  [[nodiscard]] const SliceView& view(ViewId view) const; ///< the view must exist
  [[nodiscard]] std::vector<ViewId> views() const;

  /// Whether two views share patient space: same series, or the same non-empty frame of reference.
  [[nodiscard]] bool share_space(ViewId a, ViewId b) const;

  /// Answers which views changed: this one, and those of a linked study.
  std::vector<ViewId> set_transform(ViewId view, const ViewTransform& transform);
  void set_size(ViewId view, ScreenSize size); ///< of this view alone
  void set_slab(ViewId view, const Slab& slab);
  void set_plane(ViewId view, const SlicePlane& plane); ///< of this view alone
  void set_following(bool follow) { following_ = follow; }
  [[nodiscard]] bool following() const { return following_; }
  /// Links two studies, or none. The prior's views go where the current's are; answers which moved.
  std::vector<ViewId> link_studies(std::optional<StudyLink> link);
  [[nodiscard]] const std::optional<StudyLink>& study_link() const { return link_; }
  /// A view goes where its counterpart of the linked study is; false when it has none.
  bool adopt(ViewId view);

  /// Wheel and arrow keys: this view moves by whole slices; parallel views of other series follow to the same place.
  std::vector<ViewId> scroll(ViewId view, int steps);
  /// Shift+move: the crosshair goes to the point under the cursor and every view sharing the space goes through it.
  std::vector<ViewId> point_at(ViewId view, ScreenPoint cursor);
  /// The same for a point known otherwise. `source` (its space) does not move.
  std::vector<ViewId> set_crosshair(ViewId source, PatientPoint point);
  [[nodiscard]] std::optional<PatientPoint> crosshair(ViewId view) const;
  /// A view that came later goes where the others of its space are: through the crosshair, else to the place of a
  /// parallel view. Stays where it is when that place is not in its volume.
  void join(ViewId view);
  /// Table row clicked: sagittal views turn to the vertebra's own mid-sagittal plane, the others go through its centre,
  /// all zoom in on it.
  std::vector<ViewId> show_vertebra(ViewId source, const BodyFrame& frame, double body_height);
  /// Back to the MPR planes through the middle, fitted (key: Space).
  std::vector<ViewId> reset(ViewId view);

  void set_cine(ViewId view, const Cine& cine);
  [[nodiscard]] Cine cine(ViewId view) const;
  /// Lets time pass for every playing view; answers which moved.
  std::vector<ViewId> advance(double seconds);

private:
  struct Entry {
    SliceView view;
    PlaneKind home = PlaneKind::oblique; ///< what reset() returns to
    Cine cine;
  };
  [[nodiscard]] std::string space_of(ViewId view) const;
  [[nodiscard]] std::vector<ViewId> with_linked(std::vector<ViewId> moved);
  [[nodiscard]] std::vector<ViewId> counterparts(ViewId view) const;
  void lead(ViewId view, ViewId follower);

  std::map<ViewId, Entry> entries_;
  std::optional<StudyLink> link_;
  std::map<std::string, PatientPoint> crosshairs_; ///< by space
  ViewId next_ = 1;
  bool following_ = true;
};

} // namespace spondyl::view_model
