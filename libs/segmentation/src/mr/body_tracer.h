#pragma once

#include "landmarks.h"

namespace spondyl::segmentation::mr {

/// The outline of a body in one plane of the stack.
struct PlaneOutline {
  int plane = 0;
  Outline outline;
};

/// One body followed through the planes it is seen in.
struct TracedBody {
  Box box;                          ///< where it was found; lateral is its middle
  Outline middle;                   ///< in the mean of the planes about its middle
  std::vector<PlaneOutline> planes; ///< right to left, without gaps
};

/// Outlines of one body in the mean of the planes about its middle, from several starting sizes, and from `also`.
[[nodiscard]] std::vector<Outline> middle_outlines(const SagittalStack& stack, const Box& box, OutlineTerms terms,
                                                   const std::vector<Quad>& also = {});

/// One outline per body, or none: the best supported ones that agree with their neighbours in size and place.
[[nodiscard]] std::vector<std::optional<Outline>>
agreeing_outlines(const std::vector<std::vector<Outline>>& candidates);

/// Follows a body plane by plane from its middle (`box.lateral`) to both sides until it ends.
[[nodiscard]] TracedBody follow_body(const SagittalStack& stack, const Box& box, const Outline& middle,
                                     OutlineTerms terms);

/// How well an outline is supported by the image: edges all round, the weakest side, an even inside.
[[nodiscard]] double outline_support(const Outline& outline);

/// The mean of the planes within +-4 mm of a lateral position.
[[nodiscard]] PlaneImage middle_plane(const SagittalStack& stack, double lateral);

/// The planes within +-4 mm of a lateral position; at least the nearest one.
[[nodiscard]] std::vector<int> slab_planes(const SagittalStack& stack, double lateral);

} // namespace spondyl::segmentation::mr
