#pragma once

#include "label_map.h"
#include "quality.h"
#include "sacrum.h"
#include "tracing.h"

namespace spondyl::segmentation::mr {

/// Bodies as the caller sees them, from what was traced: landmarks, frames, verdicts, label map. Numbering is left
/// open.
[[nodiscard]] SegmentedSpine assemble_spine(const SagittalStack& stack, const std::vector<BodyRequest>& requests,
                                            const Tracing& tracing);

/// Numbers the bodies from a reader's levels, else from the sacrum.
void number_bodies(const std::vector<BodyRequest>& requests, const SacrumFinding& sacrum, SegmentedSpine& spine);

} // namespace spondyl::segmentation::mr
