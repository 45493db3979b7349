#pragma once

#include <optional>
#include <spondyl/model/level.h>

namespace spondyl::radiograph {

/// What is normal at a level, in true proportions. Lengths in shares of the distance between neighbouring body centres.
struct LevelShape {
  double log_height = -0.20, log_height_deviation = 0.13;
  double log_depth = -0.02;
  double anterior_to_posterior = 1.0; ///< height ratio
  double inclination = 0.0;           ///< radians; of the endplates against the spine's curve, negative: front down
  double inclination_deviation = 0.12;
};

/// Of `level`, or of any thoracolumbar level where none is known.
[[nodiscard]] LevelShape normal_shape(const std::optional<VertebraLevel>& level);

} // namespace spondyl::radiograph
