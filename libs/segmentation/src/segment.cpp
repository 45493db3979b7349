#include <spondyl/segmentation/segment.h>

#include "ct/segment_ct.h"
#include "mr/segment_mr.h"

namespace spondyl::segmentation {

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
