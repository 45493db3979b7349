#pragma once

#include "box_detector.h"

#include <optional>

namespace spondyl::segmentation::mr {

/// Boxes that follow one another like vertebral bodies, cranial to caudal.
struct Chain {
  std::vector<Box> boxes;
  std::vector<std::size_t> gaps; ///< indices of boxes below which there is room for one body that was not seen
  double score = 0.0;            ///< sum of box scores above the threshold minus misfit between neighbours
};

/// How badly two boxes fit as neighbours (0 = perfectly); std::nullopt when they cannot be.
[[nodiscard]] std::optional<double> neighbour_misfit(const Box& above, const Box& below);

/// How badly two boxes fit with one body between them that is not seen: collapsed, or without clear borders.
/// std::nullopt when there is no room for one, or for more.
[[nodiscard]] std::optional<double> misfit_across_gap(const Box& above, const Box& below);

/// The best chain by dynamic programming; repeated with a penalty on sizes that depart from the chain's own median.
/// Empty when no box is good enough.
[[nodiscard]] Result<Chain> best_chain(const std::vector<Box>& boxes, const Progress& progress, int repetitions = 2);

} // namespace spondyl::segmentation::mr
