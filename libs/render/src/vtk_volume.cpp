#include "vtk_volume.h"

#include <vtkFloatArray.h>
#include <vtkPointData.h>

namespace spondyl::render {

vtkSmartPointer<vtkImageData> index_space_image(const Volume& volume) {
  const GridSize size = volume.geometry().size;
  const auto scalars = vtkSmartPointer<vtkFloatArray>::New();
  // VTK has no array of constants; it reads here and never writes.
  auto* voxels = const_cast<float*>(volume.voxels().data());
  scalars->SetArray(voxels, static_cast<vtkIdType>(size.voxels()), 1 /* never frees them */);
  auto image = vtkSmartPointer<vtkImageData>::New();
  image->SetDimensions(size.columns, size.rows, size.slices);
  image->GetPointData()->SetScalars(scalars);
  return image;
}

vtkSmartPointer<vtkMatrix4x4> index_to_patient(const VolumeGeometry& geometry) {
  const PatientVector columns[3] = {geometry.column_axis * geometry.column_spacing,
                                    geometry.row_axis * geometry.row_spacing,
                                    geometry.slice_axis * geometry.slice_spacing};
  auto matrix = vtkSmartPointer<vtkMatrix4x4>::New();
  for (int i = 0; i < 3; ++i) {
    matrix->SetElement(0, i, columns[i].x);
    matrix->SetElement(1, i, columns[i].y);
    matrix->SetElement(2, i, columns[i].z);
  }
  matrix->SetElement(0, 3, geometry.origin.x);
  matrix->SetElement(1, 3, geometry.origin.y);
  matrix->SetElement(2, 3, geometry.origin.z);
  return matrix;
}

} // namespace spondyl::render
