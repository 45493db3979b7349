#pragma once

#include <spondyl/registration/register_spines.h>

namespace spondyl::registration {

/// A way of laying the current bodies on the prior ones.
struct Alignment {
  RigidTransform current_to_prior;
  std::vector<std::pair<int, int>> ordinals; ///< prior, current
};

/// Bodies that lie on each other under this transform, each on the nearest one.
[[nodiscard]] std::vector<std::pair<int, int>>
pairs_under(const RigidTransform& current_to_prior, const std::vector<Body>& prior, const std::vector<Body>& current);

/// One alignment per body of the current study that a body in the middle of the prior one may be, those that come out
/// the same left out; each pairs at least two bodies.
[[nodiscard]] std::vector<Alignment> candidate_alignments(const std::vector<Body>& prior,
                                                          const std::vector<Body>& current);

} // namespace spondyl::registration
