#pragma once
// What is drawn over a picture, as vectors in picture coordinates, and what lies under the cursor.

#include <functional>
#include <optional>
#include <span>
#include <spondyl/model/findings.h>
#include <spondyl/model/volume.h>
#include <spondyl/view_model/palette.h>
#include <spondyl/view_model/review_state.h>
#include <spondyl/view_model/slice_plane.h>
#include <spondyl/view_model/straightened_spine.h>
#include <spondyl/view_model/view_transform.h>
#include <string>
#include <variant>
#include <vector>

namespace spondyl::view_model {

enum class MarkerShape {
  circle,  ///< automatic
  diamond, ///< seeded
  square,  ///< placed by the reader
  handle   ///< of a tool
};
[[nodiscard]] MarkerShape marker_shape(MeasurementOrigin origin, bool moved_by_reader);

struct LandmarkTarget {
  VertebraKey vertebra = 0;
  LandmarkIndex landmark = 0;
  friend bool operator==(const LandmarkTarget&, const LandmarkTarget&) = default;
};
struct VertebraTarget {
  VertebraKey vertebra = 0;
  friend bool operator==(const VertebraTarget&, const VertebraTarget&) = default;
};
struct ToolTarget {
  std::string id;
  int point = 0;
  friend bool operator==(const ToolTarget&, const ToolTarget&) = default;
};
using Target = std::variant<LandmarkTarget, VertebraTarget, ToolTarget>;

/// Common to all shapes. Opacity falls with the distance from the plane; beyond kFadeDistance nothing is drawn.
struct OverlayMarker {
  PlanePoint at;
  MarkerShape shape = MarkerShape::circle;
  Colour colour;
  double opacity = 1.0;
  bool selected = false;
  std::string name; ///< "anterior_superior"
  Target target;
};
struct OverlayLine {
  std::vector<PlanePoint> points;
  bool closed = false, dashed = false;
  double width = 1.5; ///< screen px
  Colour colour;
  double opacity = 1.0;
  bool dotted = false; ///< of another study
};
struct OverlayText {
  PlanePoint at;
  double dx = 0.0, dy = 0.0; ///< screen px from there to the text's anchor
  enum class Anchor { left, middle, right } anchor = Anchor::left;
  std::string text;
  double size = 13.0; ///< screen px
  Colour colour;
  double opacity = 1.0;
  std::optional<Target> target{};
};
struct OverlayScene {
  std::vector<OverlayLine> lines; ///< drawn first, in order
  std::vector<OverlayMarker> markers;
  std::vector<OverlayText> texts;
};

/// Closed outlines where a plane cuts the label map, one set per label value.
struct LabelOutline {
  int label = 0; ///< value of the label map
  std::vector<std::vector<PlanePoint>> contours;
};
/// Marching squares on the label map sampled in the plane (nearest voxel, then half-way). Costs some ms: cache it per
/// plane. Sampled every `spacing` mm.
[[nodiscard]] std::vector<LabelOutline> label_outlines(const LabelMap& labels, const SlicePlane& plane, double spacing);
/// The same on the straightened sheet.
[[nodiscard]] std::vector<LabelOutline> label_outlines(const LabelMap& labels, const StraightenedSpine& spine,
                                                       StraightenedKind kind, double spacing);
/// The vertebra that a value of ReviewState::labels stands for, as index into `vertebrae`.
[[nodiscard]] std::optional<std::size_t> vertebra_of_label(int label, const ReviewState& state);

/// How patient points come onto the picture. `off_plane` is mm from the plane (0 on the straightened sheet).
struct Projected {
  PlanePoint at;
  double off_plane = 0.0;
};
using Projection = std::function<std::optional<Projected>(const ImagePoint&)>;
[[nodiscard]] Projection onto(const SlicePlane& plane);
[[nodiscard]] Projection onto(const StraightenedSpine& spine, StraightenedKind kind); ///< keeps its own copy
[[nodiscard]] Projection onto_film(); ///< pixel to PlanePoint, patient points nowhere

struct OverlayOptions {
  bool outlines = true, landmarks = true, level_labels = true, heights = true, grades = true, tools = true,
       crosshair = true;
  bool other_study = true; ///< the prior's outlines on the current study and the reverse
};
inline constexpr double kFadeDistance = 12.0; // mm, engineering choice: about half a body's width to each side

struct OverlayInput {
  const ReviewState* state = nullptr; ///< of this series, or of another one of the same frame of reference
  Projection projection;
  std::span<const LabelOutline> outlines{}; ///< of the same picture
  std::optional<PatientPoint> crosshair{};
  std::optional<VertebraKey> selected{};
  OverlayOptions options{};
  /// On planes that do not show heights (axial), only level labels of the vertebra that is cut are drawn.
  PlaneKind kind = PlaneKind::sagittal;
  bool editable = true; ///< false on other series of the frame: labels and outlines only
  const ToolContext* tools = nullptr;
  std::optional<std::string> selected_tool{};
  const ToolMeasurement* dragged = nullptr; ///< drawn in place of the state's tool of the same id
};
[[nodiscard]] OverlayScene build_overlay(const OverlayInput& input);

/// What lies under the cursor within `tolerance` screen px: the nearest handle or landmark, else a label text's anchor.
[[nodiscard]] std::optional<Target> hit_test(const OverlayScene& scene, const ViewTransform& transform,
                                             ScreenPoint cursor, double tolerance = 9.0);

/// "24.1 ± 0.6 mm" (± is the standard uncertainty), "312 px".
[[nodiscard]] std::string height_text(const HeightMeasurement& height);

} // namespace spondyl::view_model
