#include "background_ray_cast.h"

#include <algorithm>
#include <vtkCamera.h>
#include <vtkFixedPointRayCastImage.h>
#include <vtkLight.h>
#include <vtkObjectFactory.h>
#include <vtkRenderer.h>

namespace spondyl::render {
namespace {

// Pixels per ray. Coarse: twenty milliseconds of one processor for a chest; fine: half the screen's resolution, which
// the cloud around the bodies does not need better. Engineering choices.
constexpr float kCoarse = 6.0F, kFine = 2.0F;

} // namespace

/// Looks at the abort flag in place of the window, whose own events belong to the thread of the window.
class BackgroundRayCast::Mapper : public vtkFixedPointVolumeRayCastMapper {
public:
  static Mapper* New();
  vtkTypeMacro(Mapper, vtkFixedPointVolumeRayCastMapper) void look_at(vtkRenderWindow* flag) { RenderWindow = flag; }
};
vtkStandardNewMacro(BackgroundRayCast::Mapper);
vtkStandardNewMacro(BackgroundRayCast);

BackgroundRayCast::BackgroundRayCast() = default;

BackgroundRayCast::~BackgroundRayCast() {
  stop();
}

void BackgroundRayCast::take(vtkImageData* image, vtkVolumeProperty* look, vtkMatrix4x4* to_patient) {
  stop();
  SetInputDataObject(image);
  const vtkNew<vtkVolumeProperty> property;
  property->DeepCopy(look);
  volume_->SetProperty(property);
  const vtkNew<vtkMatrix4x4> matrix;
  matrix->DeepCopy(to_patient);
  volume_->SetUserMatrix(matrix);
  coarse_ = caster_of(image, kCoarse);
  fine_ = caster_of(image, kFine);
}

BackgroundRayCast::Caster BackgroundRayCast::caster_of(vtkImageData* image, float pixels_per_ray) {
  const vtkNew<vtkImageData> own;
  own->ShallowCopy(image);
  Caster caster{vtkSmartPointer<Mapper>::New(), false, std::nullopt};
  caster.mapper->SetInputData(own);
  caster.mapper->AutoAdjustSampleDistancesOff();
  caster.mapper->SetImageSampleDistance(pixels_per_ray);
  caster.mapper->IntermixIntersectingGeometryOn();
  // One processor is left to the window.
  caster.mapper->SetNumberOfThreads(std::max(1, static_cast<int>(std::thread::hardware_concurrency()) - 1));
  return caster;
}

void BackgroundRayCast::stop() {
  abort_flag_->SetAbortRender(1);
  if (thread_.joinable())
    thread_.join();
  at_work_ = nullptr;
  working_ = casting_ = false;
}

void BackgroundRayCast::ReleaseGraphicsResources(vtkWindow* window) {
  stop();
  for (Caster* caster : {&coarse_, &fine_})
    if (caster->mapper)
      caster->mapper->ReleaseGraphicsResources(window);
}

void BackgroundRayCast::Render(vtkRenderer* renderer, vtkVolume*) {
  if (!coarse_.mapper)
    return;
  Picture wanted{{}, surfaces_};
  vtkCamera& camera = *renderer->GetActiveCamera();
  const double* parts[3] = {camera.GetPosition(), camera.GetFocalPoint(), camera.GetViewUp()};
  for (std::size_t i = 0; i < 9; ++i)
    wanted.view.camera[i] = parts[i / 3][i % 3];
  wanted.view.camera[9] = camera.GetViewAngle();
  renderer->GetTiledSize(wanted.view.size.data(), wanted.view.size.data() + 1);
  if (!working_)
    take_result();
  display(renderer, wanted);
  if (working_ && wanted_ && *wanted_ != wanted)
    abort_flag_->SetAbortRender(1); // nobody looks from there any more
  if (!working_)
    go_on(renderer, wanted);
}

void BackgroundRayCast::take_result() {
  if (thread_.joinable())
    thread_.join();
  if (at_work_ && wanted_ && !abort_flag_->GetAbortRender())
    at_work_->done = wanted_;
  else if (at_work_ && !wanted_)
    at_work_->prepared = true;
  at_work_ = nullptr;
}

void BackgroundRayCast::go_on(vtkRenderer* renderer, const Picture& wanted) {
  casting_ = fine_.done != wanted;
  if (!casting_)
    return;
  Caster& next = coarse_.done == wanted ? fine_ : coarse_;
  if (next.prepared)
    cast(next, renderer, wanted);
  else
    prepare(next);
}

/// A renderer of its own says how light falls; none of it is kept but what does not depend on that.
void BackgroundRayCast::prepare(Caster& caster) {
  wanted_.reset();
  start(caster, [this, mapper = caster.mapper] {
    const vtkNew<vtkRenderer> renderer;
    renderer->AddLight(vtkNew<vtkLight>());
    mapper->PerVolumeInitialization(renderer, volume_);
    mapper->look_at(abort_flag_);
  });
}

void BackgroundRayCast::cast(Caster& caster, vtkRenderer* renderer, const Picture& wanted) {
  wanted_ = wanted;
  caster.done.reset();
  double unused[3] = {0, 0, 0};
  int unused_extent[6] = {0, 0, 0, 0, 0, 0};
  Mapper& mapper = *caster.mapper;
  mapper.PerImageInitialization(renderer, volume_, 0, unused, unused, unused_extent);
  mapper.PerVolumeInitialization(renderer, volume_);
  mapper.look_at(abort_flag_);
  mapper.PerSubVolumeInitialization(renderer, volume_, 0);
  start(caster, [mapper_kept = caster.mapper] { mapper_kept->RenderSubVolume(); });
}

void BackgroundRayCast::start(Caster& caster, std::function<void()> work) {
  at_work_ = &caster;
  abort_flag_->SetAbortRender(0);
  working_ = true;
  thread_ = std::thread([this, work = std::move(work)] {
    work();
    working_ = false;
    if (on_ready_)
      on_ready_();
  });
}

/// The best of what is there: of this view; while the camera moves, the last coarse one.
void BackgroundRayCast::display(vtkRenderer* renderer, const Picture& wanted) {
  const auto usable = [this](const Caster& caster) { return caster.done && &caster != at_work_; };
  const Caster* shown = nullptr;
  if (usable(fine_) && fine_.done->view == wanted.view)
    shown = &fine_;
  else if (usable(coarse_) && coarse_.done->view.size == wanted.view.size)
    shown = &coarse_;
  if (shown)
    shown->mapper->DisplayRenderedImage(renderer, volume_);
}

} // namespace spondyl::render
