#pragma once

#include <array>
#include <optional>
#include <spondyl/model/geometry.h>
#include <spondyl/model/level.h>
#include <string_view>
#include <vector>

namespace spondyl {

/// The six landmarks of a vertebral body: four corners of its rim and two mid-endplate points.
/// `Point` is PatientPoint (volumes) or PixelPoint (radiographs).
template <typename Point> struct SixPointsOf {
  Point anterior_superior, anterior_inferior;
  Point middle_superior, middle_inferior;
  Point posterior_superior, posterior_inferior;

  [[nodiscard]] double anterior_height() const { return distance(anterior_superior, anterior_inferior); }
  [[nodiscard]] double middle_height() const { return distance(middle_superior, middle_inferior); }
  [[nodiscard]] double posterior_height() const { return distance(posterior_superior, posterior_inferior); }
  friend bool operator==(const SixPointsOf&, const SixPointsOf&) = default;
};
using SixPoints = SixPointsOf<PatientPoint>;
using SixPixels = SixPointsOf<PixelPoint>;

/// Names and members in the order findings.json writes them.
template <typename Point>
inline constexpr std::array<std::pair<std::string_view, Point SixPointsOf<Point>::*>, 6> kLandmarkMembers = {{
    {"anterior_superior", &SixPointsOf<Point>::anterior_superior},
    {"anterior_inferior", &SixPointsOf<Point>::anterior_inferior},
    {"middle_superior", &SixPointsOf<Point>::middle_superior},
    {"middle_inferior", &SixPointsOf<Point>::middle_inferior},
    {"posterior_superior", &SixPointsOf<Point>::posterior_superior},
    {"posterior_inferior", &SixPointsOf<Point>::posterior_inferior},
}};

/// A body's own right-angled frame: unit vectors in patient space.
struct BodyFrame {
  PatientPoint centre;
  PatientVector superior; ///< mean endplate normal, towards the head
  PatientVector anterior; ///< away from the spinal canal, in the local mid-sagittal plane
  PatientVector left;     ///< towards the patient's left
};

/// An endplate as a line in the mid-sagittal plane.
struct EndplateLine {
  PatientPoint anterior, posterior;
  friend bool operator==(const EndplateLine&, const EndplateLine&) = default;
};

/// An approximate body centre given by a reader.
struct Seed {
  PatientPoint centre;
  std::optional<VertebraLevel> level;
};

} // namespace spondyl
