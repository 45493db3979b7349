#pragma once
// How a picture lies on the screen: zoom, pan, flip, rotation. Screen y grows downwards.

#include <optional>
#include <spondyl/model/radiograph.h>
#include <spondyl/view_model/slice_plane.h>
#include <string>

namespace spondyl::view_model {

/// Device-independent pixels from the view's top left corner.
struct ScreenPoint {
  double x = 0.0, y = 0.0;
  friend bool operator==(const ScreenPoint&, const ScreenPoint&) = default;
};
[[nodiscard]] double distance(ScreenPoint a, ScreenPoint b);

struct ScreenSize {
  double width = 1.0, height = 1.0;
  friend bool operator==(const ScreenSize&, const ScreenSize&) = default;
};

/// Picture to screen: scale by `zoom`, flip, rotate about `centre`, which lies in the middle of the view.
struct ViewTransform {
  ScreenSize size;
  PlanePoint centre{};           ///< shown in the middle of the view
  double zoom = 1.0;             ///< screen pixels per unit of PlanePoint.x
  double row_aspect = 1.0;       ///< height of a film's pixel divided by its width; 1 for planes in mm
  double rotation_degrees = 0.0; ///< clockwise on screen
  bool flipped_horizontally = false, flipped_vertically = false; ///< of the picture, before rotation

  [[nodiscard]] ScreenPoint to_screen(PlanePoint p) const;
  [[nodiscard]] PlanePoint to_plane(ScreenPoint s) const;
  /// The direction on screen of a displacement on the plane (px).
  [[nodiscard]] ScreenPoint direction_on_screen(double dx, double dy) const;

  /// Everything of `extent` visible and as large as possible; keeps flips and rotation.
  [[nodiscard]] ViewTransform fitted(const PlaneExtent& extent) const;
  [[nodiscard]] ViewTransform panned(double screen_dx, double screen_dy) const;
  /// The picture point under `fixed` stays there. Zoom is kept within kSmallestZoom..kLargestZoom.
  [[nodiscard]] ViewTransform zoomed(double factor, ScreenPoint fixed) const;
  [[nodiscard]] ViewTransform rotated(double degrees_clockwise) const; ///< on screen, about the middle
  [[nodiscard]] ViewTransform flipped_left_right() const;              ///< as seen on screen, whatever the rotation
  [[nodiscard]] ViewTransform flipped_up_down() const;
  [[nodiscard]] ViewTransform resized(ScreenSize new_size) const; ///< same middle, same zoom
  friend bool operator==(const ViewTransform&, const ViewTransform&) = default;
};
inline constexpr double kSmallestZoom = 0.02, kLargestZoom = 200.0; // engineering choice

/// Letters at the four edges of a view, e.g. "R" or, oblique, "RP"; all empty when there is no orientation to read.
struct OrientationLetters {
  std::string left, right, top, bottom;
  friend bool operator==(const OrientationLetters&, const OrientationLetters&) = default;
};
/// R/L/A/P/H/F of a direction: the strongest axis first, further ones while they exceed 0.35 of the direction.
[[nodiscard]] std::string direction_letters(PatientVector direction);
/// `plane` is empty for pictures without patient orientation (radiographs, secondary captures): then no letters.
[[nodiscard]] OrientationLetters orientation_letters(const std::optional<SlicePlane>& plane,
                                                     const ViewTransform& transform);

/// What the bar at the edge of a view measures. Films without scale get a bar in px; mm of a film carry provenance.
struct ScaleBar {
  double screen_length = 0.0; ///< px on screen
  double length = 0.0;        ///< 1, 2 or 5 times a power of ten, in `unit`
  std::string text;           ///< "50 mm", "50 mm (calibrated)", "200 px"
};
/// The longest round length that takes no more than `fraction` of the view's height. `film` is empty for volumes.
[[nodiscard]] ScaleBar scale_bar(const ViewTransform& transform, const std::optional<PixelScale>& film,
                                 double fraction = 0.25);

/// The view of a round magnifier of `diameter` screen px held at `cursor`: same picture point under its middle.
[[nodiscard]] ViewTransform magnifier(const ViewTransform& transform, ScreenPoint cursor, double diameter,
                                      double factor = 2.0);

/// Zoomed and centred on a vertebra: `height` of the plane (same units) fills the given fraction of the view, less in a
/// narrow one.
[[nodiscard]] ViewTransform focused(const ViewTransform& transform, PlanePoint on, double height,
                                    double fraction = 0.35);

} // namespace spondyl::view_model
