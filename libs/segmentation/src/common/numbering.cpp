#include "numbering.h"

namespace spondyl::segmentation {

void number_from(std::vector<SegmentedBody>& bodies, std::size_t anchor_body, VertebraLevel anchor_level,
                 double confidence) {
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    bodies[i].level_guess = anchor_level.below(static_cast<int>(i) - static_cast<int>(anchor_body));
    bodies[i].level_confidence = bodies[i].level_guess ? confidence : 0.0;
  }
}

} // namespace spondyl::segmentation
