#include "stack_grid.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "sample_labels.h"

namespace spondyl::dicom_seg {
namespace {

// Engineering choices: the same plane (mm), evenness (fraction of the distance), and no more slices than a scanner
// makes.
constexpr double kSamePlane = 1e-3, kEven = 0.1, kSameDirection = 1e-3;
constexpr double kMostSlices = 20'000, kMostShift = 20'000;

bool parallel(const FramePlane& a, const FramePlane& b) {
  return length(a.column_axis - b.column_axis) < kSameDirection && length(a.row_axis - b.row_axis) < kSameDirection &&
         std::abs(a.column_spacing - b.column_spacing) < kSameDirection * a.column_spacing &&
         std::abs(a.row_spacing - b.row_spacing) < kSameDirection * a.row_spacing;
}

/// Distance between neighbouring planes such that every gap is a whole multiple of it; 0 for a single plane,
/// std::nullopt when the planes are not even.
std::optional<double> even_distance(std::vector<double> heights) {
  std::ranges::sort(heights);
  double smallest = 0;
  for (std::size_t i = 1; i < heights.size(); ++i)
    if (const double gap = heights[i] - heights[i - 1]; gap > kSamePlane && (smallest == 0 || gap < smallest))
      smallest = gap;
  if (smallest == 0)
    return 0.0;
  const double extent = heights.back() - heights.front();
  if (extent / smallest > kMostSlices)
    return std::nullopt;
  const double distance = extent / std::round(extent / smallest); // small errors of single gaps average out
  for (const double height : heights) {
    const double steps = (height - heights.front()) / distance;
    if (std::abs(steps - std::round(steps)) > kEven)
      return std::nullopt;
  }
  return distance;
}

} // namespace

Result<StackGrid> StackGrid::around(const std::vector<FramePlane>& planes, int columns, int rows) {
  const FramePlane& first = planes.front();
  const PatientVector normal = cross(first.column_axis, first.row_axis);
  std::vector<double> heights;
  double least_column = 0, most_column = 0, least_row = 0, most_row = 0;
  for (const FramePlane& plane : planes) {
    if (!parallel(first, plane))
      return failure(ErrorCode::unsupported, "its frames are not parallel");
    const PatientVector offset = plane.position - first.position;
    const double column = std::round(dot(offset, first.column_axis) / first.column_spacing);
    const double row = std::round(dot(offset, first.row_axis) / first.row_spacing);
    heights.push_back(dot(offset, normal));
    if (!(std::abs(column) < kMostShift) || !(std::abs(row) < kMostShift) || !std::isfinite(heights.back()))
      return failure(ErrorCode::unsupported, "its frames lie too far apart");
    least_column = std::min(least_column, column), most_column = std::max(most_column, column);
    least_row = std::min(least_row, row), most_row = std::max(most_row, row);
  }
  const auto distance = even_distance(heights);
  if (!distance)
    return failure(ErrorCode::unsupported, "its frames are not evenly apart");
  const auto [lowest, highest] = std::ranges::minmax(heights);
  StackGrid grid;
  VolumeGeometry& geometry = grid.geometry_;
  geometry.column_axis = first.column_axis;
  geometry.row_axis = first.row_axis;
  geometry.slice_axis = normal;
  geometry.column_spacing = first.column_spacing;
  geometry.row_spacing = first.row_spacing;
  geometry.slice_spacing = *distance > 0 ? *distance : std::max(first.slice_thickness, 1.0);
  geometry.origin = first.position + first.column_axis * (least_column * first.column_spacing) +
                    first.row_axis * (least_row * first.row_spacing) + normal * lowest;
  geometry.size = {columns + static_cast<int>(most_column - least_column),
                   rows + static_cast<int>(most_row - least_row),
                   1 + static_cast<int>(std::round((highest - lowest) / geometry.slice_spacing))};
  grid.most_column_ = static_cast<int>(most_column - least_column);
  grid.most_row_ = static_cast<int>(most_row - least_row);
  grid.shifted_ = most_column > least_column || most_row > least_row;
  if (geometry.size.voxels() > kMostBytes)
    return failure(ErrorCode::unsupported, "it is larger than 1 GiB of voxels");
  return grid;
}

GridPlace StackGrid::place_of(const FramePlane& plane) const {
  const IndexPoint index = geometry_.to_index(plane.position);
  const auto nearest = [](double value, int most) { return std::clamp(static_cast<int>(std::round(value)), 0, most); };
  return {nearest(index.column, most_column_), nearest(index.row, most_row_),
          nearest(index.slice, geometry_.size.slices - 1)};
}

} // namespace spondyl::dicom_seg
