#pragma once

#include "body_shape.h"
#include "level_shape.h"

namespace spondyl::radiograph {

/// How freely a body may move from where it was expected.
struct Tether {
  double centre = 0.035; ///< of the spacing
  LevelShape normal{};
  double log_depth_deviation = 0.3;
  /// Whether the film's proportions are the true ones; else endplates and walls may stand askew.
  bool true_proportions = false;
};

/// Negative logarithm of a shape's prior density, up to a constant.
[[nodiscard]] double prior_energy(const Shape& shape, const Tether& tether);
[[nodiscard]] Shape mean_shape(const Tether& tether);
/// One standard deviation of each parameter.
[[nodiscard]] Shape shape_deviation(const Tether& tether);

/// A body in a chain.
struct PlacedShape {
  const Shape& shape;
  const BodyQuad& quad;
  const SpineFrame& frame;
  const Tether& tether;
};

/// Energy of two neighbours' shapes together, the first cranial to the second.
[[nodiscard]] double pair_energy(const PlacedShape& above, const PlacedShape& below);

} // namespace spondyl::radiograph
