#pragma once

#include "chain.h"
#include "quad.h"

#include <spondyl/segmentation/segment.h>

namespace spondyl::segmentation::mr {

/// A body to be traced: found automatically, or asked for by a reader.
struct BodyRequest {
  Box box;
  bool seeded = false;
  std::optional<VertebraLevel> level; ///< as the reader named it
  bool expected = false;              ///< not seen as a box of the chain: it must lie here because others do
  std::vector<Quad> starts;           ///< further sides that its outline is searched from
};

/// One body per seed, and the automatic bodies between seeds that lie further apart than neighbours do. Cranial to
/// caudal. `candidates` are all boxes of the detector.
[[nodiscard]] std::vector<BodyRequest> bodies_for_seeds(const SagittalStack& stack, const std::vector<Seed>& seeds,
                                                        const std::vector<Box>& automatic,
                                                        const std::vector<Box>& candidates);

} // namespace spondyl::segmentation::mr
