#include "body_shape.h"

#include <cmath>

namespace spondyl::radiograph {

BodyQuad quad_of(const Shape& shape, const SpineFrame& frame) {
  const double s = frame.spacing, height = std::exp(shape[log_height]) * s, depth = std::exp(shape[log_depth]) * s;
  const PixelPoint centre =
      frame.centre + frame.posterior * (shape[shift_posterior] * s) + frame.inferior * (shape[shift_inferior] * s);
  const FilmVector half_axis = (frame.inferior + frame.posterior * shape[shear]) * (0.5 * height);
  const auto half_endplate = [&](double angle, double length) {
    return (frame.posterior * std::cos(angle) + frame.inferior * std::sin(angle)) * (0.5 * length);
  };
  const FilmVector superior = half_endplate(shape[superior_angle], depth * std::exp(0.5 * shape[log_taper]));
  const FilmVector inferior = half_endplate(shape[inferior_angle], depth * std::exp(-0.5 * shape[log_taper]));
  const PixelPoint top = centre + half_axis * -1.0, bottom = centre + half_axis;
  return {top + superior * -1.0, bottom + inferior * -1.0, top + superior, bottom + inferior};
}

} // namespace spondyl::radiograph
