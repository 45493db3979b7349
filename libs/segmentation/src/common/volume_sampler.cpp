#include "volume_sampler.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace spondyl::segmentation {

struct VolumeSampler::Cell {
  std::array<std::size_t, 8> offset;
  std::array<float, 8> weight;
};

VolumeSampler::VolumeSampler(const Volume& volume)
    : voxels_(volume.voxels().data()), size_(volume.geometry().size), origin_(volume.geometry().origin),
      column_per_mm_(volume.geometry().column_axis / volume.geometry().column_spacing),
      row_per_mm_(volume.geometry().row_axis / volume.geometry().row_spacing),
      slice_per_mm_(volume.geometry().slice_axis / volume.geometry().slice_spacing),
      has_no_data_(volume.no_data_value().has_value()), no_data_(volume.no_data_value().value_or(0.0F)) {}

bool VolumeSampler::locate(PatientPoint point, Cell& cell) const {
  const PatientVector d = point - origin_;
  const std::array<double, 3> index = {dot(d, column_per_mm_), dot(d, row_per_mm_), dot(d, slice_per_mm_)};
  const std::array<int, 3> count = {size_.columns, size_.rows, size_.slices};
  const std::array<std::size_t, 3> stride = {1, static_cast<std::size_t>(size_.columns),
                                             static_cast<std::size_t>(size_.columns) *
                                                 static_cast<std::size_t>(size_.rows)};
  std::array<std::array<std::size_t, 2>, 3> at{};
  std::array<std::array<float, 2>, 3> share{};
  for (std::size_t k = 0; k < 3; ++k) {
    constexpr double kTolerance = 1e-6; // rounding of points that lie on the outermost centres
    if (!(index[k] >= -kTolerance) || !(index[k] <= count[k] - 1 + kTolerance))
      return false;
    const int low = std::clamp(static_cast<int>(index[k]), 0, std::max(0, count[k] - 2));
    const float fraction = static_cast<float>(std::clamp(index[k] - low, 0.0, 1.0));
    at[k] = {static_cast<std::size_t>(low) * stride[k],
             static_cast<std::size_t>(std::min(low + 1, count[k] - 1)) * stride[k]};
    share[k] = {1.0F - fraction, fraction};
  }
  for (std::size_t corner = 0; corner < 8; ++corner) {
    const std::size_t i = corner & 1U, j = (corner >> 1U) & 1U, k = corner >> 2U;
    cell.offset[corner] = at[0][i] + at[1][j] + at[2][k];
    cell.weight[corner] = share[0][i] * share[1][j] * share[2][k];
    if (has_no_data_ && cell.weight[corner] > 0.0F && voxels_[cell.offset[corner]] == no_data_)
      return false;
  }
  return true;
}

float VolumeSampler::sample(PatientPoint point, float outside) const {
  Cell cell;
  if (!locate(point, cell))
    return outside;
  float value = 0.0F;
  for (std::size_t corner = 0; corner < 8; ++corner)
    value += cell.weight[corner] * voxels_[cell.offset[corner]];
  return value;
}

float VolumeSampler::sample_cubic(PatientPoint point, float outside) const {
  const PatientVector d = point - origin_;
  const double slice = dot(d, slice_per_mm_);
  const int low = static_cast<int>(std::floor(slice));
  Cell cell;
  if (!locate(point, cell))
    return outside;
  float near[2] = {0.0F, 0.0F}, weight[2] = {0.0F, 0.0F};
  for (std::size_t corner = 0; corner < 8; ++corner) {
    near[corner >> 2U] += cell.weight[corner] * voxels_[cell.offset[corner]];
    weight[corner >> 2U] += cell.weight[corner];
  }
  if (low < 1 || low + 2 >= size_.slices || weight[0] <= 0.01F || weight[1] <= 0.01F)
    return near[0] + near[1];
  const std::size_t stride = static_cast<std::size_t>(size_.columns) * static_cast<std::size_t>(size_.rows);
  float before = 0.0F, after = 0.0F;
  for (std::size_t corner = 0; corner < 4; ++corner) {
    const float share = cell.weight[corner] / weight[0];
    const float b = voxels_[cell.offset[corner] - stride], a = voxels_[cell.offset[corner] + 2 * stride];
    if (has_no_data_ && share > 0.0F && (b == no_data_ || a == no_data_))
      return near[0] + near[1];
    before += share * b;
    after += share * a;
  }
  const float p1 = near[0] / weight[0], p2 = near[1] / weight[1], t = weight[1];
  return p1 + 0.5F * t *
                  (p2 - before +
                   t * (2.0F * before - 5.0F * p1 + 4.0F * p2 - after + t * (3.0F * (p1 - p2) + after - before)));
}

bool VolumeSampler::slices_across(PatientVector direction) const {
  constexpr double kAcross = 0.7; // cosine: nearer to this direction than to the others
  return std::abs(dot(normalized(slice_per_mm_), direction)) > kAcross;
}

double VolumeSampler::blur_along(PatientVector direction) const {
  double variance = 0.0;
  for (const PatientVector& per_mm : {column_per_mm_, row_per_mm_, slice_per_mm_}) {
    const double extent = dot(direction, per_mm) / dot(per_mm, per_mm); // the voxel's spacing, inclined
    variance += extent * extent * (1.0 / 12.0 + 1.0 / 6.0);
  }
  return std::sqrt(variance);
}

bool VolumeSampler::inside(PatientPoint point) const {
  Cell cell;
  return locate(point, cell);
}

} // namespace spondyl::segmentation
