#pragma once

#include "chain.h"

namespace spondyl::segmentation::mr {

/// Where a chain of bodies meets the sacrum.
struct SacrumFinding {
  std::size_t presacral = 0;       ///< number of boxes of the chain above the sacrum
  std::optional<Box> missed;       ///< a body between the chain and the sacrum that the chain left out
  std::optional<Box> first_sacral; ///< S1, where it was found
  double evidence = 0.0;           ///< 0 = none; about 1 for a clear lumbosacral angle above a smaller, steeper S1
  double confidence = 0.0;         ///< 0..1 that the last presacral body stands on the sacrum
};

/// Looks for the lumbosacral junction at the lower end of the chain: the body below turns sharply, is steep, smaller
/// and less sharply bounded than lumbar bodies. `boxes` are all candidates of the detector; S1 must lie within the
/// field of view, whose last position is `field` (mm).
[[nodiscard]] SacrumFinding find_sacrum(const std::vector<Box>& chain, const std::vector<Box>& boxes, PlanePoint field);

} // namespace spondyl::segmentation::mr
