#include <spondyl/segmentation/segment.h>

#include "ct/segment_ct.h"
#include "mr/segment_mr.h"

#include <algorithm>

namespace spondyl::segmentation {

std::vector<SkippableStep> skippable_steps() {
  std::vector<SkippableStep> steps = ct::skippable_steps();
  std::ranges::copy(mr::skippable_steps(), std::back_inserter(steps));
  return steps;
}

Result<SegmentedSpine> segment_spine(const Volume& volume, const Request& request, const Progress& progress) {
  switch (volume.modality()) {
  case Modality::ct:
    return ct::segment_spine(volume, request, progress);
  case Modality::mr:
    return mr::segment_spine(volume, request, progress);
  default:
    return failure(ErrorCode::unsupported, "Only CT and MR volumes can be segmented.",
                   "Radiographs are measured in their own plane.");
  }
}

} // namespace spondyl::segmentation
