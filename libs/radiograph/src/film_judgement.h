#pragma once

#include "place_points.h"
#include "upright_film.h"

namespace spondyl::radiograph {

/// The side with more tissue beside the column: a lateral film shows the abdomen whole and little behind the spine.
/// `spacing` between the centres and `stretch`, how many times too wide the film is shown, tell where beside is.
[[nodiscard]] AnteriorSide judged_anterior(const Radiograph& upright, const std::vector<PixelPoint>& centres,
                                           double spacing, double stretch);

/// The first of a column's bodies, cranial to caudal, that lies much closer to the one above than those before lie to
/// each other, as bodies of a spine do not; their number where there is none.
[[nodiscard]] std::size_t first_below_a_fall(const std::vector<PixelPoint>& centres);

/// The first body of the column that slopes like the sacrum - its endplates fall steeply towards the front, well more
/// than those of the body above do; the number of bodies where there is none.
[[nodiscard]] std::size_t first_sacral(const std::vector<PlacedBody>& bodies, AnteriorSide anterior);

/// A second contour of an endplate, from tilt: how far it lies towards the body's outside, working pixels.
struct DoubleContour {
  std::optional<double> superior, inferior;
  /// How wide the two endplates' lines are, full width at half their height, of the spacing: how sharp the film is
  /// there.
  double superior_width = 0.0, inferior_width = 0.0;
};
[[nodiscard]] DoubleContour double_contours(const FilmImage& film, const BodyQuad& quad, double spacing);

} // namespace spondyl::radiograph
