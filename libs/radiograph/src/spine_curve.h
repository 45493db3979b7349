#pragma once

#include "body_shape.h"
#include <spondyl/radiograph/measure_film.h>

namespace spondyl::radiograph {

/// A frame per centre, cranial to caudal, from a local quadratic through the centres.
[[nodiscard]] std::vector<SpineFrame> frames_through(const std::vector<PixelPoint>& centres, AnteriorSide anterior);

} // namespace spondyl::radiograph
