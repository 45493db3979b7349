#pragma once

#include "seeds.h"

namespace spondyl::segmentation::mr {

/// Requests for the bodies of a chain, cranial to caudal: those it links, one in each of its gaps, and those that must
/// lie above its upper end as far as the field of view shows something there. A spine has no holes: what is not seen
/// clearly is asked for all the same, so that a collapsed body is never left out without a word. `candidates` are all
/// boxes of the detector.
[[nodiscard]] std::vector<BodyRequest> bodies_of_chain(const SagittalStack& stack, const Chain& chain,
                                                       const std::vector<Box>& candidates);

/// The sides of a body that fills the room between two others but for the discs.
[[nodiscard]] Quad room_between(const Quad& above, const Quad& below);

} // namespace spondyl::segmentation::mr
