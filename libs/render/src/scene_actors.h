#pragma once

#include <spondyl/render/scene.h>
#include <vector>
#include <vtkActor.h>
#include <vtkNew.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>

namespace spondyl::render {

/// The surface of one body, drawn towards its landmarks.
class BodyActor {
public:
  explicit BodyActor(vtkPolyData& surface);
  void show(const BodyLook& look);
  [[nodiscard]] vtkActor* actor() { return actor_; }

private:
  void pull(const BodyLook& look);

  vtkNew<vtkPolyData> surface_; ///< a copy: the prepared content stays as it was found
  std::vector<PatientPoint> found_;
  BodyLook shown_;
  vtkNew<vtkPolyDataMapper> mapper_;
  vtkNew<vtkActor> actor_;
};

/// All marks of one shape.
class MarkActor {
public:
  explicit MarkActor(bool placed_by_reader);
  void show(const std::vector<SceneMark>& marks); ///< those of its shape
  [[nodiscard]] vtkActor* actor() { return actor_; }

private:
  bool placed_by_reader_;
  vtkNew<vtkPolyData> points_;
  vtkNew<vtkActor> actor_;
};

} // namespace spondyl::render
