#pragma once

#include "chain.h"
#include <array>

namespace spondyl::radiograph {

/// One body's outline as the mean over all ways it may lie, with their spread.
struct PlacedBody {
  BodyQuad quad;
  double superior_bow = 0, inferior_bow = 0; ///< working pixels, towards the inside
  double support = 0;                        ///< 0..1
  Shape shape{};
  std::array<double, 3> height_deviation{}; ///< working pixels: anterior, middle, posterior
};

/// The bodies of a column, all at once, from frames near them. `frames` are the column as it was given, first, and as
/// it would be had its centres been given a little beside: the answer is the mean over all of them, and the spread of
/// heights tells how much hangs on where the centres were. Errors: `cancelled`.
[[nodiscard]] Result<std::vector<PlacedBody>> place_bodies(const FilmImage& film,
                                                           const std::vector<std::vector<SpineFrame>>& frames,
                                                           const std::vector<Tether>& tethers,
                                                           const SearchEffort& effort, const Progress& progress);

} // namespace spondyl::radiograph
