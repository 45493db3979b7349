#pragma once

#include <vector>

namespace spondyl::segmentation::ct {

/// How far (in samples, positive outwards) the bone's outer half maximum lies from sample `at` of a profile that runs
/// outwards; 0 where there is no clear edge within five samples. Half maximum: half-way between the brightest
/// value of the cortex and the darkest value just outside it, fat at the lowest.
[[nodiscard]] float half_maximum_shift(const float* profile, int count, int at, float least_contrast);

/// Smooths corrections over a grid (3 x 3 mean; `cyclic` along rows), so that noise does not roughen a surface.
[[nodiscard]] std::vector<float> smoothed_corrections(const std::vector<float>& corrections, int width, int height,
                                                      bool cyclic);

} // namespace spondyl::segmentation::ct
