#pragma once

#include "grey_values.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace spondyl::dicom {

/// MONOCHROME1 turned over within its own range; padding as black as the darkest pixel.
inline void make_larger_brighter(std::vector<float>& pixels, bool inverted) {
  float lowest = std::numeric_limits<float>::max(), highest = std::numeric_limits<float>::lowest();
  for (const float value : pixels)
    if (value != kNoImage) {
      lowest = std::min(lowest, value);
      highest = std::max(highest, value);
    }
  if (highest < lowest)
    lowest = highest = 0.0F; // nothing but padding
  for (float& value : pixels) {
    if (value == kNoImage)
      value = lowest;
    else if (inverted)
      value = lowest + (highest - value);
  }
}

} // namespace spondyl::dicom
