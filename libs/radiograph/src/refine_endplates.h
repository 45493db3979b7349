#pragma once

#include "place_points.h"

namespace spondyl::radiograph {

/// Moves each endplate's two corners along the walls to where the film shows it, freely within a few hundredths of the
/// spacing: the shape's prior, which knows few fractures, has no say here. Updates the bows.
void refine_endplates(const FilmImage& film, double spacing, PlacedBody& body);

} // namespace spondyl::radiograph
