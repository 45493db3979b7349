#pragma once

#include "body_shape.h"

namespace spondyl::segmentation::ct {

/// The six points in every sagittal plane of the body's frame within +-4 mm of its middle, one per millimetre, right to
/// left. Empty where the outline is degenerate.
[[nodiscard]] std::vector<SixPoints> place_landmarks(const BodyShape& shape);

} // namespace spondyl::segmentation::ct
