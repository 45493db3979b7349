#pragma once

#include "disc_profile.h"

namespace spondyl::segmentation::ct {

/// A plane through a disc: between two vertebral bodies.
struct DiscPlane {
  int s = 0;             ///< frame of the curve
  Tilt tilt;             ///< relative to that frame
  PatientPoint centre;   ///< on the body axis
  PatientVector normal;  ///< unit, superior
  double evidence = 0.0; ///< how clearly the disc is seen; about 1 for a plain disc
  bool presumed = false; ///< not seen: put between its neighbours because two bodies must lie there
};

/// A chain of discs, cranial to caudal, by second-order dynamic programming over (position, previous spacing).
/// Bodies are the intervals between successive discs. Empty when fewer than two discs are credible.
/// `seeds`: frames of the curve at which a reader placed body centres, ascending; every interval holds one at most.
[[nodiscard]] std::vector<int> chain_discs(const DiscProfile& profile, const BodyAxis& axis,
                                           const std::vector<int>& seeds, const Steps& steps = {});

/// How much the column behind the discs looks like vertebrae, 0..1: bone bridges from body to arch at the pedicles and
/// not at the foramina, averaged over the bodies.
[[nodiscard]] double vertebral_rhythm(const DiscProfile& profile, const std::vector<int>& discs);

/// The same rhythm read from below: high in a column that stands on its head, where the pedicles join the lower halves.
[[nodiscard]] double inverted_rhythm(const DiscProfile& profile, const std::vector<int>& discs);

/// Positions the discs within a few millimetres and gives each its inclination: a Viterbi search along the chain.
[[nodiscard]] std::vector<DiscPlane> orient_discs(const DiscProfile& profile, const SpineCurve& curve,
                                                  const BodyAxis& axis, const std::vector<int>& discs,
                                                  const Steps& steps = {});

} // namespace spondyl::segmentation::ct
