#pragma once

#include "body_shape.h"

namespace spondyl::segmentation::ct {

/// The endplate with its Schmorl nodes bridged: focal depressions (2 mm or deeper, up to a third of the endplate) below
/// the smooth surface through the rest of it. A diffuse depression stays, as biconcave fractures need (six-point
/// morphometry). `sign`: 1 for a superior endplate, -1 for an inferior one; `share`: of the wall's height it lies at.
[[nodiscard]] HeightField bridge_nodes(const HeightField& endplate, const Wall& wall, double share, double sign);

} // namespace spondyl::segmentation::ct
