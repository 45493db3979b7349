#pragma once

#include "body_shape.h"
#include "steps.h"

namespace spondyl::segmentation::ct {

/// The six points in every sagittal plane of the body's frame within +-4 mm of its middle, one per millimetre, right to
/// left. Schmorl nodes are bridged. Empty where the outline is degenerate.
[[nodiscard]] std::vector<SixPoints> place_landmarks(const BodyShape& shape, const Steps& steps = {});

/// The slab again, its middle points on the outline as found: at the bottom of the Schmorl nodes that place_landmarks()
/// bridges. Empty where no node changes the middle height by half a millimetre.
[[nodiscard]] std::vector<SixPoints> follow_nodes(const BodyShape& shape, const std::vector<SixPoints>& slab,
                                                  const Steps& steps = {});

/// Medians over the slab of anterior, middle and posterior height, mm; nothing when it is empty.
[[nodiscard]] std::optional<std::array<double, 3>> median_heights(const std::vector<SixPoints>& slab);

} // namespace spondyl::segmentation::ct
