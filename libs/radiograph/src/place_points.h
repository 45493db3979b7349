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

/// The bodies of a column, all at once, from frames near them. Errors: `cancelled`.
[[nodiscard]] Result<std::vector<PlacedBody>> place_bodies(const FilmImage& film, const std::vector<SpineFrame>& frames,
                                                           const std::vector<Tether>& tethers,
                                                           const SearchEffort& effort, const Progress& progress);

} // namespace spondyl::radiograph
