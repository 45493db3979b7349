#pragma once
// The spine in three dimensions: measured bodies as surfaces, the volume around them as a ray-cast cloud.

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <spondyl/model/geometry.h>
#include <spondyl/model/volume.h>
#include <vector>

class vtkRenderWindow;

namespace spondyl::render {

/// Red, green, blue in 0..1.
using SurfaceColour = std::array<double, 3>;

/// Draws a surface towards landmarks that were moved, for the eye: nothing is measured on it.
struct SurfacePull {
  PatientPoint from;
  PatientVector by; ///< mm
  friend bool operator==(const SurfacePull&, const SurfacePull&) = default;
};
struct BodyLook {
  SurfaceColour colour{0.72, 0.72, 0.72};
  PatientVector left{1, 0, 0}; ///< pulls act alike along this direction: a corner stands for the edge it lies on
  std::vector<SurfacePull> pulls;
  friend bool operator==(const BodyLook&, const BodyLook&) = default;
};
/// A ball, or a cube where the reader placed it.
struct SceneMark {
  PatientPoint at;
  SurfaceColour colour{1, 1, 1};
  bool placed_by_reader = false;
  friend bool operator==(const SceneMark&, const SceneMark&) = default;
};

/// Where a point of a surface is drawn: each pull fades with the distance from its landmark across `left`.
[[nodiscard]] PatientPoint pulled(PatientPoint point, const std::vector<SurfacePull>& pulls, PatientVector left);

/// What show_bodies() calls a label of the map with this index among those `beside`.
[[nodiscard]] constexpr int beside_label(std::size_t map, int label) {
  return 1000 * (static_cast<int>(map) + 1) + label;
}

/// What has to be computed before anything can be drawn; takes up to some seconds, so make it on a thread of its own.
/// Immutable; copies share.
class SceneContent {
public:
  /// `labels` may be null. The volume is thinned out to at most `longest_side` voxels per axis. Of the maps `beside`
  /// each label is a surface, too, called by beside_label().
  [[nodiscard]] static SceneContent prepare(const Volume& volume, const LabelMap* labels, int longest_side = 256,
                                            const std::vector<std::shared_ptr<const LabelMap>>& beside = {});

private:
  friend class SpineScene;
  struct Parts;
  std::shared_ptr<const Parts> parts_;
};

enum class RayCaster {
  software, ///< for OpenGL without a graphics card: rays are cast on a thread, frames show what is ready
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
  /// By label value; bodies not named are grey and as they were found. Cheap: only bodies that changed are touched.
  void show_bodies(const std::map<int, BodyLook>& looks);
  void show_marks(const std::vector<SceneMark>& marks);
  void set_visible(bool bodies, bool volume);
  /// While something is dragged only surfaces are drawn: casting rays takes longer than a hand waits.
  void set_dragging(bool dragging);
  /// Called on a thread of the scene's own whenever another frame would show more; until the scene is gone.
  void set_on_more_to_show(std::function<void()> call);
  /// Whether a finer picture of the volume is on its way.
  [[nodiscard]] bool casting() const;
  /// From the patient's front or left side, all of it in view.
  void look_from_front();
  void look_from_left();

private:
  struct Pipeline;
  std::unique_ptr<Pipeline> pipeline_;
};

} // namespace spondyl::render
