#include "shear.h"

#include "grey_values.h"
#include <cmath>

namespace spondyl::dicom {
namespace {

/// A continuous index between two pixels.
struct Between {
  int low;
  double fraction;
};

Between split(double at) {
  // Within a thousandth of a pixel there is nothing to interpolate; the outermost pixel stays reachable.
  const double nearest = std::round(at);
  if (std::abs(at - nearest) < 1e-3)
    return {static_cast<int>(nearest), 0.0};
  return {static_cast<int>(std::floor(at)), at - std::floor(at)};
}

class Plane {
public:
  Plane(std::span<const float> pixels, int columns, int rows) : pixels_(pixels), columns_(columns), rows_(rows) {}

  [[nodiscard]] float at(int column, int row) const {
    if (column < 0 || row < 0 || column >= columns_ || row >= rows_)
      return kNoImage;
    return pixels_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                   static_cast<std::size_t>(column)];
  }

  [[nodiscard]] float between(Between column, Between row) const {
    const int columns = column.fraction > 0 ? 2 : 1, rows = row.fraction > 0 ? 2 : 1;
    double sum = 0;
    for (int r = 0; r < rows; ++r)
      for (int c = 0; c < columns; ++c) {
        const float value = at(column.low + c, row.low + r);
        if (value == kNoImage)
          return kNoImage;
        sum += static_cast<double>(value) * (c == 0 ? 1 - column.fraction : column.fraction) *
               (r == 0 ? 1 - row.fraction : row.fraction);
      }
    return static_cast<float>(sum);
  }

private:
  std::span<const float> pixels_;
  int columns_, rows_;
};

} // namespace

Shear upright(const VolumeGeometry& geometry) {
  return {geometry, 0.0, 0.0, 0, 0};
}

Shear shear_of(const VolumeGeometry& geometry, PatientVector first_to_last) {
  const int steps = geometry.size.slices - 1;
  Shear shear = upright(geometry);
  if (steps < 1)
    return shear;
  const double columns = dot(first_to_last, geometry.column_axis) / geometry.column_spacing;
  const double rows = dot(first_to_last, geometry.row_axis) / geometry.row_spacing;
  shear.column_step = columns / steps;
  shear.row_step = rows / steps;
  shear.first_column = static_cast<int>(std::floor(std::min(0.0, columns)));
  shear.first_row = static_cast<int>(std::floor(std::min(0.0, rows)));
  shear.geometry.size.columns += static_cast<int>(std::ceil(std::abs(columns)));
  shear.geometry.size.rows += static_cast<int>(std::ceil(std::abs(rows)));
  shear.geometry.origin =
      geometry.to_patient({static_cast<double>(shear.first_column), static_cast<double>(shear.first_row), 0.0});
  return shear;
}

void shift_slice(std::span<const float> slice, int columns, int rows, const Shear& shear, std::size_t index,
                 std::span<float> target) {
  const Plane plane(slice, columns, rows);
  const auto k = static_cast<double>(index);
  const Between column_shift = split(shear.first_column - shear.column_step * k);
  const Between row_shift = split(shear.first_row - shear.row_step * k);
  std::size_t out = 0;
  for (int row = 0; row < shear.geometry.size.rows; ++row)
    for (int column = 0; column < shear.geometry.size.columns; ++column)
      target[out++] =
          plane.between({column + column_shift.low, column_shift.fraction}, {row + row_shift.low, row_shift.fraction});
}

} // namespace spondyl::dicom
