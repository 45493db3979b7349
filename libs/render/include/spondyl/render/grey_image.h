#pragma once

#include <cstdint>
#include <vector>

namespace spondyl::render {

/// Eight bits per pixel, rows from the top, no padding between rows.
struct GreyImage {
  int width = 0, height = 0;
  std::vector<std::uint8_t> pixels;

  [[nodiscard]] std::uint8_t at(int x, int y) const {
    return pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
  }
};

/// Real values, laid out like GreyImage.
struct ValueImage {
  int width = 0, height = 0;
  std::vector<float> values;

  [[nodiscard]] float at(int x, int y) const {
    return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
  }
};

/// Which values are shown from black to white: the LINEAR_EXACT function of PS3.3 C.11.2.1.3.2.
struct GreyWindow {
  double centre = 300.0, width = 1500.0; ///< `width` is positive
  bool inverted = false;
};

/// Values to grey levels.
[[nodiscard]] GreyImage apply_window(const ValueImage& image, const GreyWindow& window);

} // namespace spondyl::render
