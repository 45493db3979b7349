#pragma once

#include <cstddef>
#include <vector>

namespace spondyl::segmentation::mr {

/// A 2-D image in memory, columns fastest. Units of positions are pixels; (0,0) is the centre of the first pixel.
class PlaneImage {
public:
  PlaneImage() = default;
  PlaneImage(int columns, int rows, float value = 0.0F)
      : columns_(columns), rows_(rows),
        pixels_(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows), value) {}

  [[nodiscard]] int columns() const { return columns_; }
  [[nodiscard]] int rows() const { return rows_; }
  [[nodiscard]] const std::vector<float>& pixels() const { return pixels_; }
  [[nodiscard]] std::vector<float>& pixels() { return pixels_; }
  [[nodiscard]] float at(int column, int row) const { return pixels_[offset(column, row)]; }
  [[nodiscard]] float& at(int column, int row) { return pixels_[offset(column, row)]; }
  [[nodiscard]] const float* row(int row) const { return pixels_.data() + offset(0, row); }
  [[nodiscard]] float* row(int row) { return pixels_.data() + offset(0, row); }
  /// Bilinear; positions beyond the edge take the value at the edge. The image must not be empty.
  [[nodiscard]] float sample(double column, double row) const { return sample(spot(column, row)); }

  /// Where a bilinear value comes from: found once, used on several images of the same size.
  struct Spot {
    std::size_t upper_left, upper_right, lower_left, lower_right;
    float across, down;
  };
  [[nodiscard]] Spot spot(double column, double row) const;
  [[nodiscard]] float sample(const Spot& s) const {
    const float upper = pixels_[s.upper_left] + s.across * (pixels_[s.upper_right] - pixels_[s.upper_left]);
    const float lower = pixels_[s.lower_left] + s.across * (pixels_[s.lower_right] - pixels_[s.lower_left]);
    return upper + s.down * (lower - upper);
  }

private:
  [[nodiscard]] std::size_t offset(int column, int row) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(column);
  }
  int columns_ = 0, rows_ = 0;
  std::vector<float> pixels_;
};

/// Separable Gaussian, sigma in pixels, edge values repeated. Used one plane at a time inside parallel loops, where an
/// ITK filter would bring its own threads.
[[nodiscard]] PlaneImage gaussian(const PlaneImage& image, double sigma);

/// A wide Gaussian (sigma >= 3 pixels) as three running means; edge values repeated.
[[nodiscard]] PlaneImage wide_gaussian(const PlaneImage& image, double sigma);

/// Central differences of a Gaussian-smoothed image, per pixel.
struct Gradient {
  PlaneImage along_columns, along_rows;
};
[[nodiscard]] Gradient gradient(const PlaneImage& image, double sigma);

} // namespace spondyl::segmentation::mr
