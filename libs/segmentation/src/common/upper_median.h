#pragma once

#include <algorithm>
#include <vector>

namespace spondyl::segmentation {

/// The middle value, of an even number the greater of the two: always one of the values. 0 of none.
[[nodiscard]] inline double upper_median(std::vector<double> values) {
  if (values.empty())
    return 0.0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

} // namespace spondyl::segmentation
