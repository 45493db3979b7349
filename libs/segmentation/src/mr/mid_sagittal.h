#pragma once

#include "chain.h"

namespace spondyl::segmentation::mr {

/// Where the plane of symmetry of each body and its posterior elements lies: mm from the first plane, one per box.
///
/// The best agreement of patches mirrored left-right about a candidate plane, smooth along the chain.
[[nodiscard]] Result<std::vector<double>> mid_sagittal_curve(const SagittalStack& stack, const std::vector<Box>& chain,
                                                             const Progress& progress);

} // namespace spondyl::segmentation::mr
