#pragma once

#include <spondyl/model/radiograph.h>

namespace spondyl::radiograph {

/// The film for display with local contrast evened out: dark and bright regions show their edges alike. Same size and
/// scale, grey values 0..1. `strength` 0 leaves the film as it is (stretched to 0..1), 1 is full local contrast.
/// Measurements are never made on it.
[[nodiscard]] Radiograph enhance_local_contrast(const Radiograph& film, double strength = 0.7);

} // namespace spondyl::radiograph
