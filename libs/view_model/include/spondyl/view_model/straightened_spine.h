#pragma once
// Curved reformation: a smooth curve through the body centres, with a frame at every place of it, so that every
// vertebra stands upright. Resampling is not done here: ask grid() for the patient points of the picture.

#include <optional>
#include <span>
#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <spondyl/model/landmarks.h>
#include <spondyl/view_model/slice_plane.h>
#include <vector>

namespace spondyl::view_model {

/// A position relative to the curve (mm).
struct SpinePosition {
  double arc = 0.0;      ///< along the curve, 0 at the most cranial body centre, growing downwards
  double anterior = 0.0; ///< to the front of the local frame
  double left = 0.0;     ///< to the patient's left
  friend bool operator==(const SpinePosition&, const SpinePosition&) = default;
};

enum class StraightenedKind { sagittal, coronal };

/// Patient points of a picture's pixels, row by row; what libs/render resamples.
struct PointGrid {
  int columns = 0, rows = 0;
  double pixel_size = 1.0; ///< mm along the curve and across it
  PlanePoint first;        ///< position of pixel (0,0) on the straightened plane
  std::vector<PatientPoint> points;
};

class StraightenedSpine {
public:
  /// Errors: `invalid_argument` for fewer than two bodies or centres that coincide. Frames are cranial to caudal.
  [[nodiscard]] static Result<StraightenedSpine> through(std::span<const BodyFrame> bodies);
  /// The same from the measured bodies with landmarks in patient space. Errors: `not_measurable` for fewer than two.
  [[nodiscard]] static Result<StraightenedSpine> through(std::span<const VertebraFinding> vertebrae);

  /// Arc lengths (mm) covered: half a body and `kBeyond` beyond the outermost centres, on straight continuations.
  [[nodiscard]] double first_arc() const;
  [[nodiscard]] double last_arc() const;
  static constexpr double kBeyond = 30.0; // mm, engineering choice: about one more body at each end

  /// Point of the curve and its frame; `superior` is against the direction of growing arc.
  [[nodiscard]] BodyFrame frame_at(double arc) const;
  [[nodiscard]] PatientPoint to_patient(SpinePosition position) const;
  /// The nearest place of the curve whose cross-section holds the point; std::nullopt beyond the ends or where the
  /// point lies behind the curve's centre of curvature (then no single answer exists).
  [[nodiscard]] std::optional<SpinePosition> to_spine(PatientPoint point) const;

  /// On the straightened picture y is the arc; x is posterior (sagittal: anterior to the left of the screen) or the
  /// patient's left (coronal).
  [[nodiscard]] static PlanePoint on_plane(SpinePosition position, StraightenedKind kind);
  [[nodiscard]] static SpinePosition from_plane(PlanePoint point, StraightenedKind kind, double offset = 0.0);
  /// The inverse of to_patient() onto the picture; std::nullopt as for to_spine().
  [[nodiscard]] std::optional<PlanePoint> project(PatientPoint point, StraightenedKind kind) const;
  [[nodiscard]] PlaneExtent extent(double half_width = 60.0) const;
  /// `offset` moves the sheet across itself (mm to the left, or to the front for coronal): scrolling.
  [[nodiscard]] PointGrid grid(StraightenedKind kind, double pixel_size, double half_width = 60.0,
                               double offset = 0.0) const;

private:
  struct Sample {
    double arc;
    BodyFrame frame;
  };
  StraightenedSpine() = default;
  std::vector<Sample> samples_; ///< dense, cranial to caudal, evenly spaced in arc
};

} // namespace spondyl::view_model
