#pragma once

#include <spondyl/segmentation/segment.h>

namespace spondyl::segmentation {

/// Numbers all bodies (cranial to caudal, none skipped) by counting from one whose level is known.
/// Bodies that would fall off the ends of the spine keep no guess.
void number_from(std::vector<SegmentedBody>& bodies, std::size_t anchor_body, VertebraLevel anchor_level,
                 double confidence);

} // namespace spondyl::segmentation
