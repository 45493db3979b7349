#pragma once

#include <spondyl/model/volume.h>
#include <vtkImageData.h>
#include <vtkMatrix4x4.h>
#include <vtkSmartPointer.h>

namespace spondyl::render {

/// The voxels as VTK sees them, not copied, in index space (spacing 1, origin 0). The volume must outlive the result.
[[nodiscard]] vtkSmartPointer<vtkImageData> index_space_image(const Volume& volume);

/// Index space to patient space, as a matrix for VTK actors.
[[nodiscard]] vtkSmartPointer<vtkMatrix4x4> index_to_patient(const VolumeGeometry& geometry);

} // namespace spondyl::render
