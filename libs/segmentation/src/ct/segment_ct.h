#pragma once

#include <spondyl/segmentation/segment.h>

namespace spondyl::segmentation::ct {

[[nodiscard]] Result<SegmentedSpine> segment_spine(const Volume& volume, const Request& request,
                                                   const Progress& progress);

/// Steps an ablation measurement may leave out.
[[nodiscard]] std::vector<SkippableStep> skippable_steps();

} // namespace spondyl::segmentation::ct
