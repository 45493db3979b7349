#pragma once

#include "body_shape.h"

namespace spondyl::segmentation::ct {

struct WallResult {
  Wall wall;
  double support = 0.0; ///< share of the wall outside the pedicles with a clear edge
  double missing = 0.0; ///< share of the wall where the image ends within 1.5 mm
};

/// The body's wall between its endplates: the outer edge of bone along 72 directions and 15 layers, bridged at the
/// pedicles; `to_half_maximum` takes it from where the search clips densities to the half maximum. `depth_radius` and
/// `width_radius` (mm) of an ellipse weakly attract it.
[[nodiscard]] WallResult find_wall(const BodyBox& box, const BodyLevels& levels, const HeightField& superior,
                                   const HeightField& inferior, double depth_radius, double width_radius,
                                   bool to_half_maximum = true);

/// Whether a direction (index of Wall) leads into a pedicle.
[[nodiscard]] bool towards_pedicle(int direction);

} // namespace spondyl::segmentation::ct
