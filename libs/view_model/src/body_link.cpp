#include <spondyl/view_model/body_link.h>

namespace spondyl::view_model {

SlicePlane linked_plane(const SlicePlane& plane, const BodyLink& link, const VolumeGeometry& geometry) {
  const PatientVector right = normalized(link.turned(plane.right)), down = normalized(link.turned(plane.down));
  const BodyFrame frame{link(plane.origin), -down, -right, cross(down, right)};
  SlicePlane there = vertebra_plane(frame, geometry);
  there.kind = plane.kind == PlaneKind::vertebra ? PlaneKind::vertebra : PlaneKind::oblique;
  return there;
}

} // namespace spondyl::view_model
