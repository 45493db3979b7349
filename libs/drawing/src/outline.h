#pragma once

#include "canvas.h"
#include <functional>

namespace spondyl::drawing {

/// A field sampled on a grid of pixels.
struct Field {
  int width = 0, height = 0;
  std::vector<float> values;
  [[nodiscard]] float at(int x, int y) const {
    return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
  }
};

/// The line where the field crosses `level`, in grid coordinates (marching squares).
[[nodiscard]] std::vector<Segment> contour(const Field& field, float level);

} // namespace spondyl::drawing
