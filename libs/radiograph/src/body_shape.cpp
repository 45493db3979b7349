#include "body_shape.h"

#include <algorithm>
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

Shape shape_of(const BodyQuad& quad, const SpineFrame& frame) {
  const auto half_way = [](PixelPoint a, PixelPoint b) { return a + (b - a) * 0.5; };
  const PixelPoint top = half_way(quad.anterior_superior, quad.posterior_superior),
                   bottom = half_way(quad.anterior_inferior, quad.posterior_inferior);
  const FilmVector axis = bottom - top, superior = quad.posterior_superior - quad.anterior_superior,
                   inferior = quad.posterior_inferior - quad.anterior_inferior,
                   shift = half_way(top, bottom) - frame.centre;
  const double height = std::max(1e-6, dot(axis, frame.inferior));
  const auto angle = [&](FilmVector endplate) {
    return std::atan2(dot(endplate, frame.inferior), dot(endplate, frame.posterior));
  };
  Shape shape{};
  shape[shift_posterior] = dot(shift, frame.posterior) / frame.spacing;
  shape[shift_inferior] = dot(shift, frame.inferior) / frame.spacing;
  shape[superior_angle] = angle(superior);
  shape[inferior_angle] = angle(inferior);
  shape[log_height] = std::log(height / frame.spacing);
  shape[log_taper] = std::log(length(superior) / length(inferior));
  shape[shear] = dot(axis, frame.posterior) / height;
  shape[log_depth] = 0.5 * std::log(length(superior) * length(inferior)) - std::log(frame.spacing);
  return shape;
}

} // namespace spondyl::radiograph
