#pragma once

#include <array>
#include <spondyl/model/geometry.h>
#include <vector>

namespace spondyl::radiograph {

/// A vector on the film, working pixels.
struct FilmVector {
  double column = 0.0, row = 0.0;
  friend FilmVector operator+(FilmVector a, FilmVector b) { return {a.column + b.column, a.row + b.row}; }
  friend FilmVector operator-(FilmVector a, FilmVector b) { return {a.column - b.column, a.row - b.row}; }
  friend FilmVector operator*(FilmVector a, double s) { return {a.column * s, a.row * s}; }
};
[[nodiscard]] inline double dot(FilmVector a, FilmVector b) {
  return a.column * b.column + a.row * b.row;
}
[[nodiscard]] inline double length(FilmVector a) {
  return std::hypot(a.column, a.row);
}
[[nodiscard]] inline PixelPoint operator+(PixelPoint p, FilmVector v) {
  return {p.column + v.column, p.row + v.row};
}
[[nodiscard]] inline FilmVector operator-(PixelPoint a, PixelPoint b) {
  return {a.column - b.column, a.row - b.row};
}

/// Where a body is expected: its centre, the spine's direction there and the distance between neighbouring centres.
struct SpineFrame {
  PixelPoint centre;
  FilmVector inferior;  ///< unit, along the spine
  FilmVector posterior; ///< unit, across the spine
  double spacing = 0.0; ///< working pixels
};

/// A body's shape in its frame. Lengths in shares of the frame's spacing, angles in radians.
enum ShapeParameter : std::size_t {
  shift_posterior,
  shift_inferior,
  superior_angle, ///< of the superior endplate against the frame, positive where it falls towards posterior
  inferior_angle,
  log_height,
  log_taper, ///< logarithm of superior over inferior depth
  shear,     ///< displacement of the inferior endplate towards posterior, in heights
  log_depth,
  kShapeParameters
};
using Shape = std::array<double, kShapeParameters>;

/// A body's outline: four corners, working pixels.
struct BodyQuad {
  PixelPoint anterior_superior, anterior_inferior, posterior_superior, posterior_inferior;
};

[[nodiscard]] BodyQuad quad_of(const Shape& shape, const SpineFrame& frame);
/// The inverse of quad_of: the same outline as another frame sees it.
[[nodiscard]] Shape shape_of(const BodyQuad& quad, const SpineFrame& frame);

} // namespace spondyl::radiograph
