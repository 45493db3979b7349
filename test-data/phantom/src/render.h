#pragma once

#include "shapes.h"

namespace spondyl::phantom {

struct RenderOptions {
  Contrast contrast = Contrast::ct;
  bool enhanced = false; ///< bright aorta on CT
  double noise = 0.0;
  std::uint64_t seed = 1;
};

/// Grey values on the grid; a voxel that a surface crosses is the mean of 3 x 3 x 3 samples.
[[nodiscard]] std::vector<float> render(const Shapes& shapes, const VolumeGeometry& geometry,
                                        const RenderOptions& options);

} // namespace spondyl::phantom
