#pragma once
// The reader's own measurements: values with coordinates, evaluated by pure functions.

#include <functional>
#include <optional>
#include <spondyl/model/findings.h>
#include <spondyl/model/geometry.h>
#include <spondyl/model/radiograph.h>
#include <spondyl/model/volume.h>
#include <spondyl/view_model/slice_plane.h>
#include <string>
#include <variant>
#include <vector>

namespace spondyl::view_model {

enum class ToolKind { length, angle, cobb, ellipse, rectangle, annotation };
[[nodiscard]] std::string_view to_string(ToolKind kind);
/// Points a tool needs: length 2, angle 3 (apex second), Cobb 4 (two lines), ellipse and rectangle 2 opposite corners
/// of the bounding box, annotation 1 (what it points at).
[[nodiscard]] int points_of(ToolKind kind);

/// A position in the image's own space.
using ImagePoint = std::variant<PatientPoint, PixelPoint>;

struct ToolMeasurement {
  std::string id; ///< unique within a document; the document gives one when it is empty
  ToolKind kind = ToolKind::length;
  std::vector<ImagePoint> points;    ///< all of one kind
  std::optional<SlicePlane> plane{}; ///< of regions of a volume: where the region was drawn
  std::string text{};                ///< the reader's words; may hold patient data, never logged
  friend bool operator==(const ToolMeasurement&, const ToolMeasurement&) = default;
};

/// Grey values inside a region: of the sample points on its plane (volumes) or of its pixels (films).
struct RegionStatistics {
  int samples = 0;
  double mean = 0.0, standard_deviation = 0.0, minimum = 0.0, maximum = 0.0;
  double area = 0.0; ///< mm2, or px2 on films
};

/// What a tool says. `value` is mm, degrees or px, per `unit`; absent for annotations and unfinished tools.
struct ToolValue {
  std::optional<double> value;
  std::string unit;               ///< "mm", "px", "deg"; empty without value
  std::optional<double> value_mm; ///< films with a scale: mm of the kind `spacing` names
  SpacingProvenance spacing = SpacingProvenance::volume;
  std::optional<RegionStatistics> region;
  std::string grey_unit; ///< "HU" for CT, else empty
  std::string text;      ///< one line for the screen, e.g. "24.1 mm", "312 px (47.9 mm, calibrated)"
};

/// What a measurement is evaluated on. Any member may be absent; then what needs it is left out.
struct ToolContext {
  const Volume* volume = nullptr;
  const Radiograph* radiograph = nullptr;
  std::optional<PixelScale> film_scale{};
};
[[nodiscard]] ToolValue evaluate(const ToolMeasurement& tool, const ToolContext& context);

/// On a film angles are computed in true proportions where pixels are not square.
[[nodiscard]] double angle_degrees(PatientVector a, PatientVector b); ///< 0..180
/// Trilinear; std::nullopt outside the volume or on padding.
[[nodiscard]] std::optional<double> value_at(const Volume& volume, PatientPoint point);
[[nodiscard]] std::optional<double> value_at(const Radiograph& radiograph, PixelPoint point);

} // namespace spondyl::view_model
