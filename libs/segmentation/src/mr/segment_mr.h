#pragma once

#include "steps.h"

namespace spondyl::segmentation::mr {

[[nodiscard]] Result<SegmentedSpine> segment_spine(const Volume& volume, const Request& request,
                                                   const Progress& progress);

} // namespace spondyl::segmentation::mr
