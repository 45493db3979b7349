#include <spondyl/render/scene.h>

#include "background_ray_cast.h"
#include "scene_actors.h"
#include "scene_content.h"

#include <vtkCamera.h>
#include <vtkColorTransferFunction.h>
#include <vtkNew.h>
#include <vtkPiecewiseFunction.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkSmartVolumeMapper.h>
#include <vtkVolume.h>
#include <vtkVolumeProperty.h>

namespace spondyl::render {
namespace {

/// Bone stands out of CT at about 150 HU; MR has no unit, so the upper part of its range is a faint cloud.
void set_look(vtkVolumeProperty& property, const SceneContentParts& parts) {
  vtkNew<vtkPiecewiseFunction> opacity;
  vtkNew<vtkColorTransferFunction> colour;
  if (parts.modality == Modality::ct) {
    // Around measured bodies bone is a veil: with contrast medium heart and vessels would hide them.
    const double veil = parts.bodies.empty() ? 1.0 : 0.2;
    opacity->AddPoint(120, 0.0);
    opacity->AddPoint(260, 0.05 * veil);
    opacity->AddPoint(700, 0.45 * veil);
    colour->AddRGBPoint(100, 0.55, 0.36, 0.28);
    colour->AddRGBPoint(300, 0.93, 0.85, 0.72);
    colour->AddRGBPoint(1000, 1.0, 1.0, 0.97);
  } else {
    const double top = parts.highest;
    opacity->AddPoint(0.25 * top, 0.0);
    opacity->AddPoint(0.6 * top, 0.03);
    opacity->AddPoint(top, 0.12);
    colour->AddRGBPoint(0.0, 0.2, 0.2, 0.25);
    colour->AddRGBPoint(top, 0.95, 0.95, 1.0);
  }
  property.SetScalarOpacity(opacity);
  property.SetColor(colour);
  property.SetInterpolationTypeToLinear();
  if (parts.modality == Modality::ct)
    property.ShadeOn();
  property.SetAmbient(0.25);
  property.SetDiffuse(0.8);
}

} // namespace

struct SpineScene::Pipeline {
  explicit Pipeline(RayCaster caster) {
    if (caster == RayCaster::software)
      volume_mapper = background = vtkSmartPointer<BackgroundRayCast>::New();
    else
      volume_mapper = vtkSmartPointer<vtkSmartVolumeMapper>::New();
    renderer->SetBackground(0.05, 0.06, 0.07);
    renderer->SetBackground2(0.12, 0.13, 0.15);
    renderer->GradientBackgroundOn();
    volume->SetMapper(volume_mapper);
  }
  void set_visibility() {
    for (auto& [label, body] : bodies)
      body.actor()->SetVisibility(bodies_wanted || dragging);
    volume->SetVisibility(volume_wanted && !dragging);
  }
  void look(PatientVector from) {
    double bounds[6];
    renderer->ComputeVisiblePropBounds(bounds);
    if (bounds[0] > bounds[1])
      return;
    vtkCamera& camera = *renderer->GetActiveCamera();
    const double centre[3] = {(bounds[0] + bounds[1]) / 2, (bounds[2] + bounds[3]) / 2, (bounds[4] + bounds[5]) / 2};
    camera.SetFocalPoint(centre);
    camera.SetPosition(centre[0] + from.x, centre[1] + from.y, centre[2] + from.z);
    camera.SetViewUp(0, 0, 1);
    renderer->ResetCamera(bounds);
    camera.Zoom(1.35);
  }

  vtkNew<vtkRenderer> renderer;
  std::map<int, BodyActor> bodies;
  MarkActor balls{false}, cubes{true};
  vtkSmartPointer<BackgroundRayCast> background; ///< null with a graphics card
  vtkSmartPointer<vtkVolumeMapper> volume_mapper;
  vtkNew<vtkVolume> volume;
  SceneContent content;
  vtkRenderWindow* window = nullptr;
  bool volume_wanted = true, bodies_wanted = true, dragging = false;
};

SpineScene::SpineScene(RayCaster caster) : pipeline_(std::make_unique<Pipeline>(caster)) {}

SpineScene::~SpineScene() {
  detach();
}

void SpineScene::attach(vtkRenderWindow& window) {
  window.SetMultiSamples(0); // four times as fast without a graphics card
  window.AddRenderer(pipeline_->renderer);
  pipeline_->window = &window;
}

void SpineScene::detach() {
  if (pipeline_->window)
    pipeline_->window->RemoveRenderer(pipeline_->renderer);
  pipeline_->window = nullptr;
}

void SpineScene::show(const SceneContent& content) {
  Pipeline& p = *pipeline_;
  p.content = content;
  p.bodies.clear();
  const SceneContentParts& parts = *content.parts_;
  p.renderer->RemoveAllViewProps();
  vtkNew<vtkVolumeProperty> property;
  set_look(*property, parts);
  if (p.background)
    p.background->take(parts.thinned, property, parts.thinned_to_patient);
  else
    p.volume_mapper->SetInputDataObject(parts.thinned);
  p.volume->SetProperty(property);
  p.volume->SetUserMatrix(parts.thinned_to_patient);
  p.renderer->AddViewProp(p.volume);
  for (const auto& [label, surface] : parts.bodies) {
    const auto added = p.bodies.try_emplace(label, *surface).first;
    p.renderer->AddActor(added->second.actor());
  }
  p.renderer->AddActor(p.balls.actor());
  p.renderer->AddActor(p.cubes.actor());
  p.set_visibility();
  look_from_front();
}

void SpineScene::show_bodies(const std::map<int, BodyLook>& looks) {
  for (auto& [label, body] : pipeline_->bodies) {
    const auto found = looks.find(label);
    body.show(found == looks.end() ? BodyLook{} : found->second);
  }
  if (pipeline_->background)
    pipeline_->background->surfaces_changed();
}

void SpineScene::show_marks(const std::vector<SceneMark>& marks) {
  pipeline_->balls.show(marks);
  pipeline_->cubes.show(marks);
}

void SpineScene::set_visible(bool bodies, bool volume) {
  pipeline_->bodies_wanted = bodies;
  pipeline_->volume_wanted = volume;
  pipeline_->set_visibility();
}

void SpineScene::set_dragging(bool dragging) {
  pipeline_->dragging = dragging;
  pipeline_->set_visibility();
}

void SpineScene::set_on_more_to_show(std::function<void()> call) {
  if (pipeline_->background)
    pipeline_->background->set_on_ready(std::move(call));
}

bool SpineScene::casting() const {
  return pipeline_->background && pipeline_->volume->GetVisibility() && pipeline_->background->casting();
}

void SpineScene::look_from_front() {
  pipeline_->look({0, -1, 0});
}

void SpineScene::look_from_left() {
  pipeline_->look({1, 0, 0});
}

} // namespace spondyl::render
