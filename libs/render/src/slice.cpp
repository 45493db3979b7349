#include "vtk_volume.h"

#include <algorithm>
#include <cmath>
#include <spondyl/render/slice.h>
#include <vtkFloatArray.h>
#include <vtkImageInterpolator.h>
#include <vtkImageReslice.h>
#include <vtkPointData.h>

namespace spondyl::render {
namespace {

PatientVector step_in_index(const VolumeGeometry& geometry, PatientVector step) {
  return {dot(step, geometry.column_axis) / geometry.column_spacing,
          dot(step, geometry.row_axis) / geometry.row_spacing, dot(step, geometry.slice_axis) / geometry.slice_spacing};
}

void set_column(vtkMatrix4x4& matrix, int column, PatientVector v) {
  matrix.SetElement(0, column, v.x);
  matrix.SetElement(1, column, v.y);
  matrix.SetElement(2, column, v.z);
}

double smallest_spacing(const VolumeGeometry& geometry) {
  return std::min({geometry.column_spacing, geometry.row_spacing, geometry.slice_spacing});
}

/// Picture pixels to voxel indices; the third axis is the plane's normal in steps of the volume's finest spacing.
vtkSmartPointer<vtkMatrix4x4> picture_to_index(const VolumeGeometry& geometry, const PicturePlane& plane) {
  auto matrix = vtkSmartPointer<vtkMatrix4x4>::New();
  const IndexPoint first = geometry.to_index(plane.first_pixel);
  set_column(*matrix, 0, step_in_index(geometry, plane.right * plane.step));
  set_column(*matrix, 1, step_in_index(geometry, plane.down * plane.step));
  set_column(*matrix, 2, step_in_index(geometry, cross(plane.right, plane.down) * smallest_spacing(geometry)));
  set_column(*matrix, 3, {first.column, first.row, first.slice});
  return matrix;
}

void set_interpolation(vtkImageReslice& reslice, Interpolation interpolation) {
  switch (interpolation) {
  case Interpolation::nearest:
    reslice.SetInterpolationModeToNearestNeighbor();
    break;
  case Interpolation::linear:
    reslice.SetInterpolationModeToLinear();
    break;
  case Interpolation::cubic:
    reslice.SetInterpolationModeToCubic();
    break;
  }
}

void set_slab(vtkImageReslice& reslice, const SliceOptions& options, double spacing) {
  const bool single = options.slab == SlabMode::single;
  const int planes = single ? 1 : std::max(1, static_cast<int>(std::lround(options.slab_thickness / spacing)) | 1);
  reslice.SetSlabNumberOfSlices(planes);
  // VTK 9.1's shortcut for planes along the grid puts a slab one voxel off where an axis runs backwards.
  reslice.SetOptimization(single);
  if (options.slab == SlabMode::maximum)
    reslice.SetSlabModeToMax();
  else
    reslice.SetSlabModeToMean();
}

} // namespace

struct VolumeSlicer::Pipeline {
  explicit Pipeline(Volume source) : volume(std::move(source)), image(index_space_image(volume)) {
    reslice->SetInputData(image);
    reslice->SetOutputDimensionality(2);
    reslice->SetOutputSpacing(1, 1, 1);
    reslice->SetOutputOrigin(0, 0, 0);
    reslice->SetBackgroundLevel(outside());
    interpolator->SetInterpolationModeToLinear();
    interpolator->SetOutValue(outside());
    interpolator->Initialize(image);
    interpolator->Update();
  }
  [[nodiscard]] float outside() const {
    return volume.modality() == Modality::ct ? -1024.0F : 0.0F; // air; no signal
  }

  Volume volume;
  vtkSmartPointer<vtkImageData> image;
  vtkSmartPointer<vtkImageReslice> reslice = vtkSmartPointer<vtkImageReslice>::New();
  vtkSmartPointer<vtkImageInterpolator> interpolator = vtkSmartPointer<vtkImageInterpolator>::New();
};

VolumeSlicer::VolumeSlicer(Volume volume) : pipeline_(std::make_shared<Pipeline>(std::move(volume))) {}

ValueImage VolumeSlicer::slice(const PicturePlane& plane, const SliceOptions& options) const {
  const VolumeGeometry& geometry = pipeline_->volume.geometry();
  vtkImageReslice& reslice = *pipeline_->reslice;
  reslice.SetResliceAxes(picture_to_index(geometry, plane));
  reslice.SetOutputExtent(0, plane.width - 1, 0, plane.height - 1, 0, 0);
  set_interpolation(reslice, options.interpolation);
  set_slab(reslice, options, smallest_spacing(geometry));
  reslice.Update();
  const auto* pixels = static_cast<const float*>(reslice.GetOutput()->GetScalarPointer());
  const auto count = static_cast<std::size_t>(plane.width) * static_cast<std::size_t>(plane.height);
  return {plane.width, plane.height, std::vector<float>(pixels, pixels + count)};
}

ValueImage VolumeSlicer::sample(const std::vector<PatientPoint>& points, int width, int height) const {
  const VolumeGeometry& geometry = pipeline_->volume.geometry();
  ValueImage result{width, height, std::vector<float>(points.size(), outside())};
  for (std::size_t i = 0; i < points.size(); ++i) {
    const IndexPoint index = geometry.to_index(points[i]);
    const double position[3] = {index.column, index.row, index.slice};
    if (pipeline_->interpolator->CheckBoundsIJK(position)) {
      double value = 0.0;
      pipeline_->interpolator->InterpolateIJK(position, &value);
      result.values[i] = static_cast<float>(value);
    }
  }
  return result;
}

float VolumeSlicer::outside() const {
  return pipeline_->outside();
}

const Volume& VolumeSlicer::volume() const {
  return pipeline_->volume;
}

} // namespace spondyl::render
