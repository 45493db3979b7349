#include "scene_actors.h"

#include <algorithm>
#include <cmath>
#include <vtkCubeSource.h>
#include <vtkGlyph3DMapper.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkProperty.h>
#include <vtkSphereSource.h>
#include <vtkUnsignedCharArray.h>

namespace spondyl::render {
namespace {

constexpr double kPullReach = 7.0;  // mm, engineering choice: a corner's pull is gone at the middle of its endplate
constexpr double kMarkRadius = 1.4; // mm

unsigned char byte_of(double part) {
  return static_cast<unsigned char>(std::lround(std::clamp(part, 0.0, 1.0) * 255.0));
}

} // namespace

PatientPoint pulled(PatientPoint point, const std::vector<SurfacePull>& pulls, PatientVector left) {
  PatientVector shift{0, 0, 0};
  for (const SurfacePull& pull : pulls) {
    const PatientVector away = point - pull.from;
    const PatientVector across = away - left * dot(away, left);
    shift = shift + pull.by * std::exp(-dot(across, across) / (2.0 * kPullReach * kPullReach));
  }
  return point + shift;
}

BodyActor::BodyActor(vtkPolyData& surface) {
  surface_->DeepCopy(&surface);
  for (vtkIdType i = 0; i < surface_->GetNumberOfPoints(); ++i) {
    const double* at = surface_->GetPoint(i);
    found_.push_back({at[0], at[1], at[2]});
  }
  mapper_->SetInputData(surface_);
  mapper_->ScalarVisibilityOff();
  actor_->SetMapper(mapper_);
  actor_->GetProperty()->SetSpecular(0.15);
  actor_->GetProperty()->SetInterpolationToPhong();
  actor_->GetProperty()->SetColor(shown_.colour.data());
}

void BodyActor::show(const BodyLook& look) {
  if (look.pulls != shown_.pulls)
    pull(look);
  actor_->GetProperty()->SetColor(look.colour[0], look.colour[1], look.colour[2]);
  shown_ = look;
}

void BodyActor::pull(const BodyLook& look) {
  vtkPoints& points = *surface_->GetPoints();
  for (std::size_t i = 0; i < found_.size(); ++i) {
    const PatientPoint at = pulled(found_[i], look.pulls, look.left);
    points.SetPoint(static_cast<vtkIdType>(i), at.x, at.y, at.z);
  }
  points.Modified();
}

MarkActor::MarkActor(bool placed_by_reader) : placed_by_reader_(placed_by_reader) {
  const vtkNew<vtkGlyph3DMapper> mapper;
  if (placed_by_reader) {
    const vtkNew<vtkCubeSource> cube;
    for (const auto set : {&vtkCubeSource::SetXLength, &vtkCubeSource::SetYLength, &vtkCubeSource::SetZLength})
      (cube->*set)(2.2 * kMarkRadius);
    mapper->SetSourceConnection(cube->GetOutputPort());
  } else {
    const vtkNew<vtkSphereSource> ball;
    ball->SetRadius(kMarkRadius);
    mapper->SetSourceConnection(ball->GetOutputPort());
  }
  mapper->SetInputData(points_);
  mapper->ScalingOff();
  mapper->SetScalarModeToUsePointData();
  mapper->SetColorModeToDirectScalars();
  actor_->SetMapper(mapper);
  show({});
}

void MarkActor::show(const std::vector<SceneMark>& marks) {
  const vtkNew<vtkPoints> points;
  const vtkNew<vtkUnsignedCharArray> colours;
  colours->SetNumberOfComponents(3);
  for (const SceneMark& mark : marks)
    if (mark.placed_by_reader == placed_by_reader_) {
      points->InsertNextPoint(mark.at.x, mark.at.y, mark.at.z);
      for (const double part : mark.colour)
        colours->InsertNextValue(byte_of(part));
    }
  points_->SetPoints(points);
  points_->GetPointData()->SetScalars(colours);
  actor_->SetVisibility(points->GetNumberOfPoints() > 0);
}

} // namespace spondyl::render
