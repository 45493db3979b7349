#pragma once

#include "disc_chain.h"

#include <array>
#include <optional>

namespace spondyl::segmentation::ct {

/// What is seen beside a body on one side.
enum class Rib {
  unknown, ///< the field of view ends there, or nothing is plain
  absent,  ///< a transverse process ends in soft tissue
  present  ///< bone runs on laterally further than any transverse process
};

/// Per body (the intervals between successive discs): right, left.
using RibSides = std::array<Rib, 2>;

/// Traces the bone beside each body outwards: transverse process and rib stay one piece, those of neighbouring levels
/// do not touch.
[[nodiscard]] std::vector<RibSides> find_ribs(const FindingGrid& grid, const SpineCurve& curve, const BodyAxis& axis,
                                              const std::vector<DiscPlane>& discs);

struct LastRib {
  std::size_t body = 0;    ///< index of the lowest body with ribs: T12 in the usual count
  double confidence = 0.0; ///< 0..1
};

/// The lowest body with ribs, when the one below it plainly has none. Nothing when the pattern contradicts itself.
[[nodiscard]] std::optional<LastRib> last_rib(const std::vector<RibSides>& ribs);

} // namespace spondyl::segmentation::ct
