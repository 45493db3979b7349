#include "scene_content.h"

#include "vtk_volume.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <vtkDiscreteFlyingEdges3D.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPolyDataNormals.h>
#include <vtkShortArray.h>
#include <vtkUnsignedCharArray.h>
#include <vtkWindowedSincPolyDataFilter.h>

namespace spondyl::render {
namespace {

/// Every n-th voxel along each axis, as what is left of a volume.
struct Thinning {
  int columns = 1, rows = 1, slices = 1;
};

int stride(int size, int longest_side) {
  return std::max(1, (size + longest_side - 1) / longest_side);
}

VolumeGeometry thinned_geometry(const VolumeGeometry& full, const Thinning& thinning) {
  VolumeGeometry geometry = full;
  geometry.size = {(full.size.columns - 1) / thinning.columns + 1, (full.size.rows - 1) / thinning.rows + 1,
                   (full.size.slices - 1) / thinning.slices + 1};
  geometry.column_spacing *= thinning.columns;
  geometry.row_spacing *= thinning.rows;
  geometry.slice_spacing *= thinning.slices;
  return geometry;
}

vtkSmartPointer<vtkImageData> thinned_image(const Volume& volume, const GridSize& size, const Thinning& thinning) {
  vtkNew<vtkShortArray> scalars;
  scalars->SetNumberOfValues(static_cast<vtkIdType>(size.voxels()));
  vtkIdType next = 0;
  for (int slice = 0; slice < size.slices; ++slice)
    for (int row = 0; row < size.rows; ++row)
      for (int column = 0; column < size.columns; ++column) {
        const float value = volume.at(column * thinning.columns, row * thinning.rows, slice * thinning.slices);
        scalars->SetValue(next++, static_cast<short>(std::clamp(value, -32768.0F, 32767.0F)));
      }
  auto image = vtkSmartPointer<vtkImageData>::New();
  image->SetDimensions(size.columns, size.rows, size.slices);
  image->GetPointData()->SetScalars(scalars);
  return image;
}

double nearly_highest(vtkImageData& image) {
  const auto* begin = static_cast<const short*>(image.GetScalarPointer());
  std::vector<short> values(begin, begin + image.GetNumberOfPoints());
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(values.size() * 995 / 1000);
  std::nth_element(values.begin(), place, values.end());
  return std::max(1.0, static_cast<double>(*place));
}

vtkSmartPointer<vtkPolyData> body_surfaces(const LabelMap& labels) {
  const GridSize size = labels.geometry.size;
  vtkNew<vtkUnsignedCharArray> scalars;
  // VTK has no array of constants; it reads here and never writes or frees.
  scalars->SetArray(const_cast<std::uint8_t*>(labels.voxels.data()), static_cast<vtkIdType>(size.voxels()), 1);
  vtkNew<vtkImageData> image;
  image->SetDimensions(size.columns, size.rows, size.slices);
  // Surfaces are smoothed in true proportions, hence the spacing here and not in the matrix.
  image->SetSpacing(labels.geometry.column_spacing, labels.geometry.row_spacing, labels.geometry.slice_spacing);
  image->GetPointData()->SetScalars(scalars);
  vtkNew<vtkDiscreteFlyingEdges3D> edges;
  edges->SetInputData(image);
  int contour = 0;
  for (const std::uint8_t label : std::set<std::uint8_t>(labels.voxels.begin(), labels.voxels.end()))
    if (label != 0)
      edges->SetValue(contour++, label);
  vtkNew<vtkWindowedSincPolyDataFilter> smooth;
  smooth->SetInputConnection(edges->GetOutputPort());
  smooth->SetNumberOfIterations(20);
  smooth->SetPassBand(0.03);
  smooth->NonManifoldSmoothingOn();
  smooth->NormalizeCoordinatesOn();
  vtkNew<vtkPolyDataNormals> normals;
  normals->SetInputConnection(smooth->GetOutputPort());
  normals->SplittingOff();
  normals->Update();
  return normals->GetOutput();
}

VolumeGeometry with_unit_spacing(VolumeGeometry geometry) {
  geometry.column_spacing = geometry.row_spacing = geometry.slice_spacing = 1.0;
  return geometry;
}

} // namespace

SceneContent SceneContent::prepare(const Volume& volume, const LabelMap* labels, int longest_side) {
  const GridSize size = volume.geometry().size;
  const Thinning thinning{stride(size.columns, longest_side), stride(size.rows, longest_side),
                          stride(size.slices, longest_side)};
  const VolumeGeometry geometry = thinned_geometry(volume.geometry(), thinning);
  auto parts = std::make_shared<Parts>();
  parts->modality = volume.modality();
  parts->thinned = thinned_image(volume, geometry.size, thinning);
  parts->thinned_to_patient = index_to_patient(geometry);
  parts->highest = nearly_highest(*parts->thinned);
  if (labels) {
    parts->bodies = body_surfaces(*labels);
    parts->bodies_to_patient = index_to_patient(with_unit_spacing(labels->geometry));
  }
  SceneContent content;
  content.parts_ = std::move(parts);
  return content;
}

} // namespace spondyl::render
