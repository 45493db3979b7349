#pragma once

#include <array>
#include <optional>
#include <span>
#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>

namespace spondyl::morphometry {

/// One value per height, in the order of kHeightNames.
using PerHeight = std::array<std::optional<double>, 3>;

/// The landmarks that stand for a whole slab of sagittal planes.
struct SlabLandmarks {
  SixPoints landmarks; ///< each of its three heights is the median over the slab
  PerHeight spread;    ///< sample standard deviation over the planes (mm); absent for fewer than two planes
  int planes = 0;
};

/// Chooses landmarks whose heights are the medians over the slab: the plane nearest to the three medians, each of its
/// landmark pairs moved symmetrically along its own line to the median length.
///
/// Errors: `not_measurable` for an empty slab, coordinates that are not finite or a height of zero.
[[nodiscard]] Result<SlabLandmarks> representative_landmarks(std::span<const SixPoints> slab);

} // namespace spondyl::morphometry
