#pragma once
// How the patient space of one study lies on that of another, around a vertebra that both show.

#include <spondyl/model/landmarks.h>
#include <spondyl/view_model/slice_plane.h>

namespace spondyl::view_model {

/// Rigid: lays one body's own frame on that of the same body elsewhere. LPS, mm.
struct BodyLink {
  BodyFrame from, to;

  [[nodiscard]] PatientPoint operator()(PatientPoint point) const { return to.centre + turned(point - from.centre); }
  [[nodiscard]] PatientVector turned(PatientVector vector) const {
    return to.superior * dot(vector, from.superior) + to.anterior * dot(vector, from.anterior) +
           to.left * dot(vector, from.left);
  }
  [[nodiscard]] BodyLink reversed() const { return {to, from}; }
};

/// The plane that shows the other study as `plane` shows this one: a place of one is at the same PlanePoint of the
/// other. `geometry` is the other's, for the distance between its slices.
[[nodiscard]] SlicePlane linked_plane(const SlicePlane& plane, const BodyLink& link, const VolumeGeometry& geometry);

} // namespace spondyl::view_model
