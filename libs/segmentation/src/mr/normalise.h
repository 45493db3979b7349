#pragma once

#include "sagittal_stack.h"

namespace spondyl::segmentation::mr {

/// Several neighbouring planes as one, with the coil's brightness and the local contrast taken out.
struct Slab {
  double lateral = 0.0; ///< mm, middle of the slab
  PlaneImage values;    ///< square root of intensity, minus local mean, over local standard deviation; 0 without data
};

/// Slabs about 6 mm apart across the stack, each the median of the planes within +-6 mm.
///
/// Errors: `not_measurable` when the volume is constant or holds no image; `cancelled`.
[[nodiscard]] Result<std::vector<Slab>> normalised_slabs(const SagittalStack& stack, const Progress& progress);

/// Takes the shading of the receive coil out of every plane: grey values above black, divided by their wide local mean
/// and multiplied back by the mean of all. Grey values stay positive and comparable across the plane.
[[nodiscard]] Result<void> remove_shading(SagittalStack& stack, const Progress& progress);

} // namespace spondyl::segmentation::mr
