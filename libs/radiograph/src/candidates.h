#pragma once

#include "edge_response.h"
#include "shape_prior.h"
#include <vector>

namespace spondyl::radiograph {

/// One way a body may lie.
struct Candidate {
  Shape shape{};
  BodyQuad quad;
  SideResponses sides;
  double energy = 0.0; ///< negative log posterior on its own
};

/// How many starts are tried and how many of them climbed.
struct SearchEffort {
  int starts = 400, climbed = 80;
};

/// The best local optima from many starts, best first. Deterministic.
[[nodiscard]] std::vector<Candidate> find_candidates(const FilmImage& film, const SpineFrame& frame,
                                                     const Tether& tether, const SearchEffort& effort);

} // namespace spondyl::radiograph
