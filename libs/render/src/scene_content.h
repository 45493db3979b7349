#pragma once

#include <spondyl/render/scene.h>
#include <vtkImageData.h>
#include <vtkMatrix4x4.h>
#include <vtkPolyData.h>
#include <vtkSmartPointer.h>

namespace spondyl::render {

struct SceneContentParts {
  Modality modality = Modality::other;
  double highest = 1.0;                  ///< grey value that nearly all voxels stay below
  vtkSmartPointer<vtkImageData> thinned; ///< of 16-bit voxels, in its own index space
  vtkSmartPointer<vtkMatrix4x4> thinned_to_patient;
  vtkSmartPointer<vtkPolyData> bodies; ///< null without labels; scalars are label values
  vtkSmartPointer<vtkMatrix4x4> bodies_to_patient;
};
struct SceneContent::Parts : SceneContentParts {};

} // namespace spondyl::render
