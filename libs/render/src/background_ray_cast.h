#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <optional>
#include <thread>
#include <vtkFixedPointVolumeRayCastMapper.h>
#include <vtkImageData.h>
#include <vtkMatrix4x4.h>
#include <vtkNew.h>
#include <vtkRenderWindow.h>
#include <vtkVolume.h>
#include <vtkVolumeProperty.h>

namespace spondyl::render {

/// VTK's ray caster for processors, taken apart so that nothing that takes long happens while a frame is drawn:
/// gradients are computed and rays are cast on a thread, coarsely first, then finely; frames show what is ready.
class BackgroundRayCast : public vtkVolumeMapper {
public:
  static BackgroundRayCast* New();
  vtkTypeMacro(BackgroundRayCast, vtkVolumeMapper)

      /// Another volume; the look is copied.
      void take(vtkImageData* image, vtkVolumeProperty* look, vtkMatrix4x4* to_patient);
  /// What is drawn among the rays changed: they have to be cast again.
  void surfaces_changed() { ++surfaces_; }
  /// Called on the casting thread whenever another frame would show more.
  void set_on_ready(std::function<void()> on_ready) { on_ready_ = std::move(on_ready); }
  /// Whether the fine picture of what was drawn last is still to come.
  [[nodiscard]] bool casting() const { return casting_; }
  void stop(); ///< waits some milliseconds; nothing is cast until the next frame

  void Render(vtkRenderer* renderer, vtkVolume* volume) override;
  void ReleaseGraphicsResources(vtkWindow* window) override;

protected:
  BackgroundRayCast();
  ~BackgroundRayCast() override;

private:
  /// Where the picture is looked at from, and what lies in it.
  struct View {
    std::array<double, 12> camera{};
    std::array<int, 2> size{};
    friend bool operator==(const View&, const View&) = default;
  };
  struct Picture {
    View view;
    unsigned surfaces = 0;
    friend bool operator==(const Picture&, const Picture&) = default;
  };
  class Mapper;
  struct Caster {
    vtkSmartPointer<Mapper> mapper;
    bool prepared = false; ///< gradients are there
    std::optional<Picture> done;
  };

  static Caster caster_of(vtkImageData* image, float pixels_per_ray);
  void go_on(vtkRenderer* renderer, const Picture& wanted);
  void prepare(Caster& caster);
  void cast(Caster& caster, vtkRenderer* renderer, const Picture& wanted);
  void start(Caster& caster, std::function<void()> work);
  void take_result();
  void display(vtkRenderer* renderer, const Picture& wanted);

  vtkNew<vtkVolume> volume_;           ///< the thread's own
  vtkNew<vtkRenderWindow> abort_flag_; ///< never opened: the casting threads look at it
  Caster coarse_, fine_;
  Caster* at_work_ = nullptr;
  std::optional<Picture> wanted_; ///< of the work; none while gradients are made
  std::thread thread_;
  std::atomic<bool> working_ = false;
  bool casting_ = false;
  unsigned surfaces_ = 0;
  std::function<void()> on_ready_;
};

} // namespace spondyl::render
