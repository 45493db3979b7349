#include "finding_grid.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <tbb/parallel_for.h>

namespace spondyl::segmentation::ct {

namespace {

constexpr float kAir = -1000.0F;

/// Trilinear interpolation over the voxels that hold data; false where most of the weight has none.
class DataSampler {
public:
  DataSampler(const Volume& volume, const NoData& no_data)
      : volume_(volume), geometry_(volume.geometry()), no_data_(no_data) {}

  bool add(IndexPoint p, float& sum, float& weight) const {
    const std::array<double, 3> index = {p.column, p.row, p.slice};
    const std::array<int, 3> count = {geometry_.size.columns, geometry_.size.rows, geometry_.size.slices};
    std::array<std::array<int, 2>, 3> at{};
    std::array<std::array<float, 2>, 3> share{};
    for (std::size_t k = 0; k < 3; ++k) {
      if (!(index[k] >= -0.5) || !(index[k] <= count[k] - 0.5))
        return false;
      const double inside = std::clamp(index[k], 0.0, count[k] - 1.0);
      at[k][0] = std::min(static_cast<int>(inside), std::max(0, count[k] - 2));
      at[k][1] = std::min(at[k][0] + 1, count[k] - 1);
      share[k][1] = static_cast<float>(inside - at[k][0]);
      share[k][0] = 1.0F - share[k][1];
    }
    for (std::size_t corner = 0; corner < 8; ++corner) {
      const std::size_t i = corner & 1U, j = (corner >> 1U) & 1U, k = corner >> 2U;
      const float w = share[0][i] * share[1][j] * share[2][k];
      const float value = volume_.at(at[0][i], at[1][j], at[2][k]);
      if (w > 0.0F && !no_data_(value)) {
        sum += w * value;
        weight += w;
      }
    }
    return true;
  }

private:
  const Volume& volume_;
  const VolumeGeometry& geometry_;
  const NoData& no_data_;
};

/// Where to sample within a cell, in voxels: twice along axes finer than the cell, so that noise is averaged.
std::vector<IndexPoint> sub_samples(const VolumeGeometry& geometry) {
  const auto offsets = [](double spacing) {
    constexpr double kQuarter = FindingGrid::kSpacing / 4.0;
    return spacing < 0.75 * FindingGrid::kSpacing ? std::vector<double>{-kQuarter / spacing, kQuarter / spacing}
                                                  : std::vector<double>{0.0};
  };
  std::vector<IndexPoint> result;
  for (const double slice : offsets(geometry.slice_spacing))
    for (const double row : offsets(geometry.row_spacing))
      for (const double column : offsets(geometry.column_spacing))
        result.push_back({column, row, slice});
  return result;
}

PatientBox extent(const VolumeGeometry& geometry) {
  PatientBox box;
  const GridSize s = geometry.size;
  for (int corner = 0; corner < 8; ++corner)
    box.include(geometry.to_patient({(corner & 1) ? s.columns - 1.0 : 0.0, (corner & 2) ? s.rows - 1.0 : 0.0,
                                     (corner & 4) ? s.slices - 1.0 : 0.0}),
                0.0);
  return box;
}

} // namespace

bool FindingGrid::has_data(PatientPoint point) const {
  const int x = static_cast<int>(std::lround((point.x - origin.x) / kSpacing));
  const int y = static_cast<int>(std::lround((point.y - origin.y) / kSpacing));
  const int z = static_cast<int>(std::lround((point.z - origin.z) / kSpacing));
  return x >= 0 && y >= 0 && z >= 0 && x < nx && y < ny &&
         z<nz&& static_cast<float>(hounsfield[offset(x, y, z)])> kNoData;
}

float FindingGrid::sample(PatientPoint point) const {
  const double x = (point.x - origin.x) / kSpacing, y = (point.y - origin.y) / kSpacing,
               z = (point.z - origin.z) / kSpacing;
  if (!(x >= 0 && y >= 0 && z >= 0 && x < nx - 1 && y < ny - 1 && z < nz - 1))
    return kAir;
  const int x0 = static_cast<int>(x), y0 = static_cast<int>(y), z0 = static_cast<int>(z);
  const float fx = static_cast<float>(x - x0), fy = static_cast<float>(y - y0), fz = static_cast<float>(z - z0);
  const auto value = [&](int dx, int dy, int dz) {
    return std::max(kAir, static_cast<float>(hounsfield[offset(x0 + dx, y0 + dy, z0 + dz)]));
  };
  const auto along_x = [&](int dy, int dz) { return value(0, dy, dz) * (1 - fx) + value(1, dy, dz) * fx; };
  return (along_x(0, 0) * (1 - fy) + along_x(1, 0) * fy) * (1 - fz) +
         (along_x(0, 1) * (1 - fy) + along_x(1, 1) * fy) * fz;
}

Result<FindingGrid> make_finding_grid(const Volume& volume, const NoData& no_data, const Progress& progress) {
  const VolumeGeometry& geometry = volume.geometry();
  const PatientBox box = extent(geometry);
  FindingGrid grid;
  grid.origin = box.low;
  const auto cells = [](double length) { return 1 + static_cast<int>(std::lround(length / FindingGrid::kSpacing)); };
  grid.nx = cells(box.high.x - box.low.x);
  grid.ny = cells(box.high.y - box.low.y);
  grid.nz = cells(box.high.z - box.low.z);
  constexpr int kSmallest = 14; // 28 mm: a body and its canal
  if (grid.nx < kSmallest || grid.ny < kSmallest || grid.nz < kSmallest / 2)
    return failure(ErrorCode::not_measurable, "The volume is too small to hold a vertebra with its canal.");
  constexpr double kLargest = 3e8; // cells: 2.4 m x 1 m x 1 m; beyond it the spacing cannot be right
  if (static_cast<double>(grid.nx) * grid.ny * grid.nz > kLargest)
    return failure(ErrorCode::not_measurable, "The volume is larger than a human body; its spacing cannot be right.");
  grid.hounsfield.assign(grid.offset(0, 0, grid.nz), static_cast<std::int16_t>(kNoData));

  const DataSampler sampler(volume, no_data);
  const std::vector<IndexPoint> within = sub_samples(geometry);
  std::atomic<bool> stopped = false;
  tbb::parallel_for(0, grid.nz, [&](int z) {
    if (stopped || progress.cancelled()) {
      stopped = true;
      return;
    }
    for (int y = 0; y < grid.ny; ++y)
      for (int x = 0; x < grid.nx; ++x) {
        const IndexPoint p = geometry.to_index(grid.to_patient(x, y, z));
        float sum = 0.0F, weight = 0.0F;
        for (const IndexPoint& d : within)
          sampler.add({p.column + d.column, p.row + d.row, p.slice + d.slice}, sum, weight);
        if (weight > 0.5F * static_cast<float>(within.size()))
          grid.hounsfield[grid.offset(x, y, z)] =
              static_cast<std::int16_t>(std::clamp(sum / weight, -1500.0F, 32000.0F));
      }
  });
  SPONDYL_CHECK(progress.check());
  return grid;
}

} // namespace spondyl::segmentation::ct
