#include "half_maximum.h"

#include <algorithm>

namespace spondyl::segmentation::ct {

float half_maximum_shift(const float* profile, int count, int at, float least_contrast) {
  constexpr int kReach = 5;       // samples of 0.5 mm
  constexpr float kFat = -100.0F; // HU; lung beside a thoracic body must not pull the edge outwards
  constexpr float kMost = 3.0F;   // samples
  const int first = std::max(0, at - kReach), last = std::min(count - 1, at + kReach);
  if (last - first < 4)
    return 0.0F;
  const int bright =
      static_cast<int>(std::max_element(profile + first, profile + std::min(last, at + 1) + 1) - profile);
  float dark = profile[bright];
  for (int i = bright; i <= last; ++i)
    dark = std::min(dark, std::max(kFat, profile[i]));
  if (profile[bright] - dark < least_contrast)
    return 0.0F;
  const float half = 0.5F * (profile[bright] + dark);
  for (int i = bright + 1; i <= last; ++i)
    if (profile[i] <= half) {
      const float fraction = (profile[i - 1] - half) / std::max(1e-3F, profile[i - 1] - profile[i]);
      return std::clamp(static_cast<float>(i - 1 - at) + fraction, -kMost, kMost);
    }
  return 0.0F;
}

std::vector<float> smoothed_corrections(const std::vector<float>& corrections, int width, int height, bool cyclic) {
  std::vector<float> result(corrections.size());
  for (int v = 0; v < height; ++v)
    for (int u = 0; u < width; ++u) {
      float sum = 0.0F;
      int count = 0;
      for (int dv = std::max(0, v - 1); dv <= std::min(height - 1, v + 1); ++dv)
        for (int du = -1; du <= 1; ++du) {
          int x = u + du;
          if (cyclic)
            x = (x + width) % width;
          if (x < 0 || x >= width)
            continue;
          sum += corrections[static_cast<std::size_t>(dv * width + x)];
          ++count;
        }
      result[static_cast<std::size_t>(v * width + u)] = sum / static_cast<float>(count);
    }
  return result;
}

} // namespace spondyl::segmentation::ct
