#pragma once

#include <map>
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
  std::map<int, vtkSmartPointer<vtkPolyData>> bodies; ///< by label value, in patient space
};
struct SceneContent::Parts : SceneContentParts {};

} // namespace spondyl::render
