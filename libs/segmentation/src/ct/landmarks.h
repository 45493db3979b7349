#pragma once

#include "body_shape.h"
#include "steps.h"

namespace spondyl::segmentation::ct {

/// The six points in every sagittal plane of the body's frame within +-4 mm of its middle, one per millimetre, right to
/// left. Empty where the outline is degenerate.
[[nodiscard]] std::vector<SixPoints> place_landmarks(const BodyShape& shape, const Steps& steps = {});

/// Medians over the slab of anterior, middle and posterior height, mm; nothing when it is empty.
[[nodiscard]] std::optional<std::array<double, 3>> median_heights(const std::vector<SixPoints>& slab);

} // namespace spondyl::segmentation::ct
