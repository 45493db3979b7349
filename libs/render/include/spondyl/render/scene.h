#pragma once
// The spine in three dimensions: measured bodies as surfaces, the volume around them as a ray-cast cloud.

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <spondyl/model/volume.h>

class vtkRenderWindow;

namespace spondyl::render {

/// Red, green, blue in 0..1.
using SurfaceColour = std::array<double, 3>;

/// What has to be computed before anything can be drawn; takes up to some seconds, so make it on a thread of its own.
/// Immutable; copies share.
class SceneContent {
public:
  /// `labels` may be null. The volume is thinned out to at most `longest_side` voxels per axis.
  [[nodiscard]] static SceneContent prepare(const Volume& volume, const LabelMap* labels, int longest_side = 256);

private:
  friend class SpineScene;
  struct Parts;
  std::shared_ptr<const Parts> parts_;
};

enum class RayCaster {
  software, ///< vtkFixedPointVolumeRayCastMapper: for OpenGL without a graphics card
  graphics_card
};

/// Lives on the thread of the window it is attached to.
class SpineScene {
public:
  explicit SpineScene(RayCaster caster);
  ~SpineScene();
  SpineScene(const SpineScene&) = delete;
  SpineScene& operator=(const SpineScene&) = delete;

  /// The window must outlive the scene, or detach() must be called first.
  void attach(vtkRenderWindow& window);
  void detach();

  void show(const SceneContent& content);
  /// Colours by label value; labels not named are grey. Cheap: no surface is computed anew.
  void colour_bodies(const std::map<int, SurfaceColour>& colours);
  void set_visible(bool bodies, bool volume);
  /// From the patient's front or left side, all of it in view.
  void look_from_front();
  void look_from_left();

private:
  struct Pipeline;
  std::unique_ptr<Pipeline> pipeline_;
};

} // namespace spondyl::render
