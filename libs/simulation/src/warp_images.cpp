#include <spondyl/simulation/fracture_warp.h>

#include <algorithm>
#include <cmath>
#include <itkBSplineInterpolateImageFunction.h>
#include <spondyl/imaging/itk_bridge.h>
#include <tbb/parallel_for.h>

namespace spondyl::simulation {
namespace {

using Image = itk::Image<float, 3>;
using Spline = itk::BSplineInterpolateImageFunction<Image, double, float>;

constexpr double kUnmoved = 1e-3; // mm: less is not worth interpolating

/// Calls `visit(offset, broken point, where it came from)` for every voxel, slices in parallel.
template <typename Visit>
void for_each_voxel(const VolumeGeometry& geometry, const FractureWarp& warp, const Visit& visit) {
  tbb::parallel_for(0, geometry.size.slices * geometry.size.rows, [&](int line) {
    const int slice = line / geometry.size.rows, row = line % geometry.size.rows;
    for (int column = 0; column < geometry.size.columns; ++column) {
      const PatientPoint here =
          geometry.to_patient({static_cast<double>(column), static_cast<double>(row), static_cast<double>(slice)});
      visit(geometry.offset(column, row, slice), here, warp.unbroken(here));
    }
  });
}

/// What stands for tissue where there is none: B-splines would ring at a no-data value far from all others.
std::vector<float> filled(const Volume& volume, float background) {
  std::vector<float> voxels = volume.voxels();
  if (volume.no_data_value())
    std::replace(voxels.begin(), voxels.end(), *volume.no_data_value(), background);
  return voxels;
}

float smallest_value(const Volume& volume) {
  float smallest = std::numeric_limits<float>::max();
  for (const float value : volume.voxels())
    if (value != volume.no_data_value())
      smallest = std::min(smallest, value);
  return smallest;
}

IndexPoint nearest(IndexPoint p) {
  return {std::round(p.column), std::round(p.row), std::round(p.slice)};
}

std::size_t offset_of(const VolumeGeometry& geometry, IndexPoint whole) {
  return geometry.offset(static_cast<int>(whole.column), static_cast<int>(whole.row), static_cast<int>(whole.slice));
}

/// Half a voxel of tolerance at the border, so that nothing is lost where the spine's plane is not quite the grid's.
IndexPoint within_half_a_voxel(const VolumeGeometry& geometry, IndexPoint p) {
  const auto keep = [](double value, int size) {
    return value >= -0.5 && value <= size - 0.5 ? std::clamp(value, 0.0, size - 1.0) : value;
  };
  return {keep(p.column, geometry.size.columns), keep(p.row, geometry.size.rows), keep(p.slice, geometry.size.slices)};
}

} // namespace

Result<Volume> warped(const Volume& volume, const FractureWarp& warp) {
  const VolumeGeometry& geometry = volume.geometry();
  const float background = smallest_value(volume), outside = volume.no_data_value().value_or(background);
  const float largest = *std::max_element(volume.voxels().begin(), volume.voxels().end());
  const std::vector<float> source = filled(volume, background);
  std::vector<float> voxels(source.size(), outside);
  try {
    VolumeGeometry unit; // the spline works on indices: oblique and left-handed grids are the geometry's own business
    unit.size = geometry.size;
    const auto spline = Spline::New();
    spline->SetSplineOrder(3);
    const auto image = imaging::view_as_itk(unit, source);
    spline->SetInputImage(image);
    for_each_voxel(geometry, warp, [&](std::size_t offset, PatientPoint here, PatientPoint from) {
      if (distance(here, from) < kUnmoved) {
        voxels[offset] = volume.voxels()[offset];
        return;
      }
      const IndexPoint index = within_half_a_voxel(geometry, geometry.to_index(from));
      if (!geometry.contains(index) || volume.voxels()[offset_of(geometry, nearest(index))] == volume.no_data_value())
        return;
      Spline::ContinuousIndexType at;
      at[0] = index.column;
      at[1] = index.row;
      at[2] = index.slice;
      voxels[offset] = std::clamp(static_cast<float>(spline->EvaluateAtContinuousIndex(at)), background, largest);
    });
  } catch (const itk::ExceptionObject& error) {
    return failure(ErrorCode::internal, std::string("The scan could not be warped: ") + error.GetDescription() + ".");
  }
  return Volume(geometry, std::move(voxels), volume.modality(), volume.no_data_value());
}

LabelMap warped(const LabelMap& labels, const FractureWarp& warp) {
  LabelMap moved{labels.geometry, std::vector<std::uint8_t>(labels.voxels.size(), 0)};
  for_each_voxel(labels.geometry, warp, [&](std::size_t offset, PatientPoint, PatientPoint from) {
    const IndexPoint index = nearest(labels.geometry.to_index(from));
    if (labels.geometry.contains(index))
      moved.voxels[offset] = labels.voxels[offset_of(labels.geometry, index)];
  });
  return moved;
}

} // namespace spondyl::simulation
