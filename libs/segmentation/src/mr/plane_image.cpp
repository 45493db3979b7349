#include "plane_image.h"

#include <algorithm>
#include <cmath>

namespace spondyl::segmentation::mr {

PlaneImage::Spot PlaneImage::spot(double column, double row) const {
  column = std::clamp(column, 0.0, static_cast<double>(columns_ - 1));
  row = std::clamp(row, 0.0, static_cast<double>(rows_ - 1));
  const int c = std::clamp(static_cast<int>(column), 0, std::max(0, columns_ - 2));
  const int r = std::clamp(static_cast<int>(row), 0, std::max(0, rows_ - 2));
  const int next_column = std::min(c + 1, columns_ - 1), next_row = std::min(r + 1, rows_ - 1);
  return {offset(c, r),
          offset(next_column, r),
          offset(c, next_row),
          offset(next_column, next_row),
          static_cast<float>(column - c),
          static_cast<float>(row - r)};
}

namespace {

PlaneImage transposed(const PlaneImage& image) {
  PlaneImage out(image.rows(), image.columns());
  for (int r = 0; r < image.rows(); ++r)
    for (int c = 0; c < image.columns(); ++c)
      out.at(r, c) = image.at(c, r);
  return out;
}

/// One line of values with its ends repeated `margin` times.
void padded_line(const PlaneImage& image, int row, int margin, std::vector<float>& line) {
  const int n = image.columns();
  line.resize(static_cast<std::size_t>(n + 2 * margin));
  for (int i = 0; i < n + 2 * margin; ++i)
    line[static_cast<std::size_t>(i)] = image.at(std::clamp(i - margin, 0, n - 1), row);
}

PlaneImage convolved_rows(const PlaneImage& image, const std::vector<float>& kernel) {
  const int radius = static_cast<int>(kernel.size() / 2);
  PlaneImage out(image.columns(), image.rows());
  std::vector<float> line;
  for (int r = 0; r < image.rows(); ++r) {
    padded_line(image, r, radius, line);
    float* target = out.row(r);
    for (std::size_t k = 0; k < kernel.size(); ++k)
      for (int c = 0; c < image.columns(); ++c)
        target[c] += kernel[k] * line[static_cast<std::size_t>(c) + k];
  }
  return out;
}

PlaneImage running_mean_rows(const PlaneImage& image, int radius) {
  PlaneImage out(image.columns(), image.rows());
  std::vector<float> line;
  const double share = 1.0 / (2 * radius + 1);
  for (int r = 0; r < image.rows(); ++r) {
    padded_line(image, r, radius, line);
    double sum = 0.0;
    for (int i = 0; i < 2 * radius; ++i)
      sum += line[static_cast<std::size_t>(i)];
    for (int c = 0; c < image.columns(); ++c) {
      sum += line[static_cast<std::size_t>(c + 2 * radius)];
      out.at(c, r) = static_cast<float>(sum * share);
      sum -= line[static_cast<std::size_t>(c)];
    }
  }
  return out;
}

} // namespace

PlaneImage gaussian(const PlaneImage& image, double sigma) {
  const int radius = static_cast<int>(std::ceil(3.0 * sigma));
  std::vector<float> kernel;
  double sum = 0.0;
  for (int i = -radius; i <= radius; ++i)
    sum += std::exp(-0.5 * i * i / (sigma * sigma));
  for (int i = -radius; i <= radius; ++i)
    kernel.push_back(static_cast<float>(std::exp(-0.5 * i * i / (sigma * sigma)) / sum));
  return transposed(convolved_rows(transposed(convolved_rows(image, kernel)), kernel));
}

PlaneImage wide_gaussian(const PlaneImage& image, double sigma) {
  // Three running means of width w have the variance (w^2 - 1) / 4.
  const int radius = std::max(1, static_cast<int>(std::lround((std::sqrt(4.0 * sigma * sigma + 1.0) - 1.0) / 2.0)));
  const auto three_times = [radius](PlaneImage rows) {
    for (int pass = 0; pass < 3; ++pass)
      rows = running_mean_rows(rows, radius);
    return rows;
  };
  return transposed(three_times(transposed(three_times(image))));
}

Gradient gradient(const PlaneImage& image, double sigma) {
  const PlaneImage smooth = gaussian(image, sigma);
  const int columns = image.columns(), rows = image.rows();
  Gradient out{PlaneImage(columns, rows), PlaneImage(columns, rows)};
  for (int r = 0; r < rows; ++r)
    for (int c = 0; c < columns; ++c) {
      const int left = std::max(0, c - 1), right = std::min(columns - 1, c + 1);
      const int above = std::max(0, r - 1), below = std::min(rows - 1, r + 1);
      out.along_columns.at(c, r) = 0.5F * (smooth.at(right, r) - smooth.at(left, r));
      out.along_rows.at(c, r) = 0.5F * (smooth.at(c, below) - smooth.at(c, above));
    }
  return out;
}

} // namespace spondyl::segmentation::mr
