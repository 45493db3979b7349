#pragma once
// What the 3-D view shows of a review beside the images: how the outlined bodies follow their landmarks, and the marks.

#include <spondyl/model/geometry.h>
#include <spondyl/view_model/palette.h>
#include <spondyl/view_model/review_state.h>
#include <vector>

namespace spondyl::view_model {

/// A landmark that is elsewhere than where the outline was drawn.
struct LandmarkShift {
  PatientPoint from;
  PatientVector by; ///< mm
  friend bool operator==(const LandmarkShift&, const LandmarkShift&) = default;
};
struct SceneBody {
  int label = 0; ///< value of ReviewState::labels
  Colour colour; ///< of the grade
  PatientVector left{1, 0, 0};
  std::vector<LandmarkShift> shifts; ///< empty: as it was found
  friend bool operator==(const SceneBody&, const SceneBody&) = default;
};
struct SceneMark {
  PatientPoint at;
  Colour colour;
  bool placed_by_reader = false;
  friend bool operator==(const SceneMark&, const SceneMark&) = default;
};
struct SceneModel {
  std::vector<SceneBody> bodies;
  std::vector<SceneMark> marks;
  friend bool operator==(const SceneModel&, const SceneModel&) = default;
};
/// Vertebrae with landmarks in patient space.
[[nodiscard]] SceneModel scene_model(const ReviewState& state);

} // namespace spondyl::view_model
