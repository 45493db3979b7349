#pragma once

#include "disc_chain.h"

#include <optional>

namespace spondyl::segmentation::ct {

struct Sacrum {
  std::size_t disc = 0;    ///< index of the disc above it (lumbosacral)
  double confidence = 0.0; ///< 0..1
};

/// Looks for the sacrum below each disc: bone of the wings on both sides, a body that tapers, a column that turns
/// backwards. Nothing when it is not in view or not convincing.
[[nodiscard]] std::optional<Sacrum> find_sacrum(const StraightTube& tube, const SpineCurve& curve, const BodyAxis& axis,
                                                const std::vector<DiscPlane>& discs);

} // namespace spondyl::segmentation::ct
