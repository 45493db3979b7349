#pragma once

#include <spondyl/model/landmarks.h>
#include <spondyl/model/radiograph.h>

namespace spondyl::radiograph {

/// Where a landmark belongs that a reader holds near the edge of a body: the nearest strong edge, brighter on the
/// body's side, along the normal of its endplate; a corner on the normal of its wall as well. Between pixels. Where no
/// edge stands out within a few millimetres (a share of the body's height), the place stays as it is in that direction.
/// `points` are the body's landmarks, whichever way it lies on the film; `landmark` counts as kLandmarkMembers; `at` is
/// where the reader holds it. Some tens of microseconds.
[[nodiscard]] PixelPoint snapped_to_edge(const Radiograph& film, const SixPixels& points, int landmark, PixelPoint at);

} // namespace spondyl::radiograph
