#pragma once

#include "body_centres.h"
#include "place_points.h"

namespace spondyl::radiograph {

/// What a coarse placement tells of a column before it is measured.
struct QuickLook {
  double stretch = 1.0; ///< width shown over true width
  double merit = 0.0;   ///< how well bodies and discs alternate along the column; larger is better
  double inside = 0.0;  ///< clearest bright line across the bodies' insides, mean over the bodies, 0..1
};

/// A film's bodies placed with little effort, proportions unknown. Errors: `cancelled`, `internal`.
[[nodiscard]] Result<QuickLook> look_quickly(const Radiograph& upright, const std::vector<FilmSeed>& centres,
                                             AnteriorSide anterior, const Progress& progress);

/// Centres of a film at working size, in its true proportions.
struct WorkingFilm {
  FilmImage image;
  std::vector<PixelPoint> centres;
};
[[nodiscard]] Result<WorkingFilm> working_film(const Radiograph& upright, const std::vector<FilmSeed>& centres,
                                               double stretch);

} // namespace spondyl::radiograph
