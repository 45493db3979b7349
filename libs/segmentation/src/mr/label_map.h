#pragma once

#include "body_tracer.h"

namespace spondyl::segmentation::mr {

/// A label map on the stack's own grid, all background.
[[nodiscard]] LabelMap empty_labels(const SagittalStack& stack);

/// Fills the pixels inside the body's outlines, `outwards` mm beyond them, with `value`; other bodies keep theirs.
void draw_body(const SagittalStack& stack, const TracedBody& body, double outwards, std::uint8_t value,
               LabelMap& labels);

} // namespace spondyl::segmentation::mr
