#include "no_data.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tbb/parallel_for.h>

namespace spondyl::segmentation::ct {

NoData find_no_data(const Volume& volume) {
  constexpr int kLowest = -1500, kHighest = -900; // the range in which padding can be mistaken for air
  constexpr std::size_t kSamples = 2'000'000;     // enough for a share of 1 %
  constexpr double kShare = 0.01;
  const std::vector<float>& voxels = volume.voxels();
  const std::size_t step = std::max<std::size_t>(1, voxels.size() / kSamples) | 1U; // odd: not locked to columns
  std::vector<std::size_t> count(static_cast<std::size_t>(kHighest - kLowest + 1), 0);
  std::size_t seen = 0;
  for (std::size_t i = 0; i < voxels.size(); i += step, ++seen) {
    const float value = voxels[i];
    if (value >= static_cast<float>(kLowest) && value <= static_cast<float>(kHighest))
      ++count[static_cast<std::size_t>(std::lround(value) - kLowest)];
  }
  NoData no_data;
  no_data.named = volume.no_data_value();
  const auto most = std::max_element(count.begin(), count.end());
  if (static_cast<double>(*most) > kShare * static_cast<double>(seen))
    no_data.padding = static_cast<float>(kLowest + (most - count.begin()));
  return no_data;
}

void PatientBox::include(PatientPoint p, double margin) {
  low = {std::min(low.x, p.x - margin), std::min(low.y, p.y - margin), std::min(low.z, p.z - margin)};
  high = {std::max(high.x, p.x + margin), std::max(high.y, p.y + margin), std::max(high.z, p.z + margin)};
}

namespace {

struct IndexBox {
  std::array<int, 3> low{}, size{};
};

IndexBox index_box(const VolumeGeometry& geometry, const PatientBox& box) {
  const std::array<int, 3> count = {geometry.size.columns, geometry.size.rows, geometry.size.slices};
  std::array<double, 3> low, high;
  low.fill(1e9);
  high.fill(-1e9);
  for (int corner = 0; corner < 8; ++corner) {
    const IndexPoint p =
        geometry.to_index({(corner & 1) ? box.high.x : box.low.x, (corner & 2) ? box.high.y : box.low.y,
                           (corner & 4) ? box.high.z : box.low.z});
    const std::array<double, 3> index = {p.column, p.row, p.slice};
    for (std::size_t k = 0; k < 3; ++k) {
      low[k] = std::min(low[k], index[k]);
      high[k] = std::max(high[k], index[k]);
    }
  }
  IndexBox result;
  for (std::size_t k = 0; k < 3; ++k) {
    result.low[k] = static_cast<int>(std::clamp(std::floor(low[k]), 0.0, count[k] - 1.0));
    const int last = static_cast<int>(std::clamp(std::ceil(high[k]), 0.0, count[k] - 1.0));
    result.size[k] = std::max(1, last - result.low[k] + 1);
  }
  return result;
}

constexpr float kAir = -1000.0F; // sharp kernels undershoot it in gas; no tissue is darker

/// Whether all in-plane neighbours of a padding-valued voxel carry no data as well.
bool is_area(const Volume& volume, const NoData& no_data, int column, int row, int slice) {
  const GridSize size = volume.geometry().size;
  for (int r = std::max(0, row - 1); r <= std::min(size.rows - 1, row + 1); ++r)
    for (int c = std::max(0, column - 1); c <= std::min(size.columns - 1, column + 1); ++c)
      if (!no_data(volume.at(c, r, slice)))
        return false;
  return true;
}

} // namespace

Volume crop(const Volume& volume, const NoData& no_data, const PatientBox& box) {
  const VolumeGeometry& from = volume.geometry();
  const IndexBox part = index_box(from, box);
  VolumeGeometry to = from;
  to.size = {part.size[0], part.size[1], part.size[2]};
  to.origin = from.to_patient({double(part.low[0]), double(part.low[1]), double(part.low[2])});
  std::vector<float> voxels(to.size.voxels());
  tbb::parallel_for(0, to.size.slices, [&](int slice) {
    for (int row = 0; row < to.size.rows; ++row)
      for (int column = 0; column < to.size.columns; ++column) {
        const int c = column + part.low[0], r = row + part.low[1], s = slice + part.low[2];
        const float value = volume.at(c, r, s);
        const bool missing = no_data(value) && (!(value < 0.0F) || is_area(volume, no_data, c, r, s));
        voxels[to.offset(column, row, slice)] = missing ? kNoData : std::max(value, kAir);
      }
  });
  return {to, std::move(voxels), volume.modality(), kNoData};
}

} // namespace spondyl::segmentation::ct
