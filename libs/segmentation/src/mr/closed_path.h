#pragma once

#include <cstddef>
#include <vector>

namespace spondyl::segmentation::mr {

/// The cheapest closed path: one state per ray, neighbouring rays at most `largest_step` states apart, each step
/// costing `step_cost` times its square; the last ray neighbours the first. `cost` is rays x states.
[[nodiscard]] std::vector<int> cheapest_closed_path(const std::vector<float>& cost, std::size_t rays,
                                                    std::size_t states, int largest_step, float step_cost);

} // namespace spondyl::segmentation::mr
