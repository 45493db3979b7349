#pragma once

#include "body_shape.h"

namespace spondyl::radiograph {

/// How freely a body may move from where it was expected.
struct Tether {
  double centre = 0.035; ///< of the spacing
  double log_depth_mean = 0.2, log_depth_deviation = 0.3;
  double anterior_to_posterior = 1.0; ///< height ratio that is normal at this level
};

/// Negative logarithm of a shape's prior density, up to a constant.
[[nodiscard]] double prior_energy(const Shape& shape, const Tether& tether);
[[nodiscard]] Shape mean_shape(const Tether& tether);
/// One standard deviation of each parameter.
[[nodiscard]] Shape shape_deviation(const Tether& tether);

/// Energy of two neighbours' shapes together, the first cranial to the second.
[[nodiscard]] double pair_energy(const BodyQuad& above, const Shape& above_shape, const SpineFrame& above_frame,
                                 const BodyQuad& below, const Shape& below_shape, const SpineFrame& below_frame);

} // namespace spondyl::radiograph
