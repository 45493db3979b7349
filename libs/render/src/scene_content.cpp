#include "scene_content.h"

#include "vtk_volume.h"

#include <algorithm>
#include <cmath>
#include <vtkDiscreteFlyingEdges3D.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPolyDataNormals.h>
#include <vtkShortArray.h>
#include <vtkTransform.h>
#include <vtkTransformPolyDataFilter.h>
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

VolumeGeometry with_unit_spacing(VolumeGeometry geometry) {
  geometry.column_spacing = geometry.row_spacing = geometry.slice_spacing = 1.0;
  return geometry;
}

struct Box {
  int first[3] = {0, 0, 0}, last[3] = {-1, -1, -1};
};

/// Where each label lies, one voxel of border included.
std::map<int, Box> boxes_of(const LabelMap& labels) {
  const GridSize size = labels.geometry.size;
  const int most[3] = {size.columns - 1, size.rows - 1, size.slices - 1};
  std::map<int, Box> boxes;
  std::size_t offset = 0;
  for (int slice = 0; slice < size.slices; ++slice)
    for (int row = 0; row < size.rows; ++row)
      for (int column = 0; column < size.columns; ++column, ++offset) {
        if (labels.voxels[offset] == 0)
          continue;
        const int at[3] = {column, row, slice};
        const auto [found, added] = boxes.try_emplace(labels.voxels[offset]);
        for (int axis = 0; axis < 3; ++axis) {
          const int low = std::max(at[axis] - 1, 0), high = std::min(at[axis] + 1, most[axis]);
          found->second.first[axis] = added ? low : std::min(found->second.first[axis], low);
          found->second.last[axis] = std::max(found->second.last[axis], high);
        }
      }
  return boxes;
}

/// One label within its box as a mask; surfaces are smoothed in true proportions, hence the spacing.
vtkSmartPointer<vtkImageData> mask_of(const LabelMap& labels, int label, const Box& box) {
  auto image = vtkSmartPointer<vtkImageData>::New();
  image->SetExtent(box.first[0], box.last[0], box.first[1], box.last[1], box.first[2], box.last[2]);
  image->SetSpacing(labels.geometry.column_spacing, labels.geometry.row_spacing, labels.geometry.slice_spacing);
  image->AllocateScalars(VTK_UNSIGNED_CHAR, 1);
  auto* voxel = static_cast<std::uint8_t*>(image->GetScalarPointer());
  for (int slice = box.first[2]; slice <= box.last[2]; ++slice)
    for (int row = box.first[1]; row <= box.last[1]; ++row)
      for (int column = box.first[0]; column <= box.last[0]; ++column)
        *voxel++ = labels.voxels[labels.geometry.offset(column, row, slice)] == label ? 1 : 0;
  return image;
}

vtkSmartPointer<vtkPolyData> body_surface(const LabelMap& labels, int label, const Box& box) {
  vtkNew<vtkDiscreteFlyingEdges3D> edges;
  edges->SetInputData(mask_of(labels, label, box));
  edges->SetValue(0, 1);
  vtkNew<vtkWindowedSincPolyDataFilter> smooth;
  smooth->SetInputConnection(edges->GetOutputPort());
  smooth->SetNumberOfIterations(20);
  smooth->SetPassBand(0.03);
  smooth->NonManifoldSmoothingOn();
  smooth->NormalizeCoordinatesOn();
  vtkNew<vtkTransform> place;
  place->SetMatrix(index_to_patient(with_unit_spacing(labels.geometry)));
  vtkNew<vtkTransformPolyDataFilter> placed;
  placed->SetInputConnection(smooth->GetOutputPort());
  placed->SetTransform(place);
  vtkNew<vtkPolyDataNormals> normals;
  normals->SetInputConnection(placed->GetOutputPort());
  normals->SplittingOff();
  normals->Update();
  return normals->GetOutput();
}

std::map<int, vtkSmartPointer<vtkPolyData>> body_surfaces(const LabelMap& labels) {
  std::map<int, vtkSmartPointer<vtkPolyData>> surfaces;
  for (const auto& [label, box] : boxes_of(labels))
    surfaces[label] = body_surface(labels, label, box);
  return surfaces;
}

} // namespace

SceneContent SceneContent::prepare(const Volume& volume, const LabelMap* labels, int longest_side,
                                   const std::vector<std::shared_ptr<const LabelMap>>& beside) {
  const GridSize size = volume.geometry().size;
  const Thinning thinning{stride(size.columns, longest_side), stride(size.rows, longest_side),
                          stride(size.slices, longest_side)};
  const VolumeGeometry geometry = thinned_geometry(volume.geometry(), thinning);
  auto parts = std::make_shared<Parts>();
  parts->modality = volume.modality();
  parts->thinned = thinned_image(volume, geometry.size, thinning);
  parts->thinned_to_patient = index_to_patient(geometry);
  parts->highest = nearly_highest(*parts->thinned);
  if (labels)
    parts->bodies = body_surfaces(*labels);
  for (std::size_t map = 0; map < beside.size(); ++map)
    for (auto& [label, surface] : body_surfaces(*beside[map]))
      parts->bodies[beside_label(map, label)] = surface;
  SceneContent content;
  content.parts_ = std::move(parts);
  return content;
}

} // namespace spondyl::render
