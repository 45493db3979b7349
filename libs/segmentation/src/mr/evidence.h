#pragma once

#include "body_tracer.h"

#include <spondyl/segmentation/segment.h>

namespace spondyl::segmentation::mr {

/// What the image says about the three heights of a body: how wide the edges of the endplates are near the landmarks,
/// and by how much a height changes when the search starts elsewhere. `candidates` are the outlines from other starts.
[[nodiscard]] std::array<EdgeEvidence, 3> edge_evidence(const SagittalStack& stack, const TracedBody& body,
                                                        const std::vector<Outline>& candidates, OutlineTerms terms);

} // namespace spondyl::segmentation::mr
