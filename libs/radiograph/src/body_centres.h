#pragma once

#include "upright_film.h"
#include <vector>

namespace spondyl::radiograph {

/// Where the bodies of a film are, as far as clicks and the search tell. Upright pixels, cranial to caudal.
struct BodyCentres {
  std::vector<FilmSeed> centres; ///< with the level a reader gave, or counted from one
  std::vector<bool> clicked;     ///< one per centre
  double value = 0.0;            ///< of the search; 0 where every body was clicked
};

/// Automatic: what may be the column, for different distances of bodies, best first. `value` tells how sure. Errors:
/// `cancelled`.
[[nodiscard]] Result<std::vector<BodyCentres>> search_centres(const Radiograph& upright, const Progress& progress);

/// From clicks; bodies that the clicks leave out are looked for in between. Errors: `cancelled`.
[[nodiscard]] Result<BodyCentres> complete_centres(const Radiograph& upright, std::vector<FilmSeed> seeds,
                                                   const Progress& progress);

/// The edge the head points to, from the way the clicks run and their levels.
[[nodiscard]] HeadEdge head_from_clicks(const std::vector<FilmSeed>& seeds);

} // namespace spondyl::radiograph
