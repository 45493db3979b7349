#pragma once

#include "body_shape.h"
#include <spondyl/radiograph/measure_film.h>

namespace spondyl::radiograph {

/// A frame per centre, cranial to caudal, from a local quadratic through the centres.
[[nodiscard]] std::vector<SpineFrame> frames_through(const std::vector<PixelPoint>& centres, AnteriorSide anterior);

/// The same, first, and then as they would be had every centre been given a little beside: `beside` (of the spacing) is
/// the standard deviation per axis. Always the same ones.
[[nodiscard]] std::vector<std::vector<SpineFrame>> frames_beside(const std::vector<PixelPoint>& centres,
                                                                 AnteriorSide anterior, double beside);

} // namespace spondyl::radiograph
