#pragma once

#include "film_image.h"
#include <vector>

namespace spondyl::radiograph {

/// A rectangle that may be a vertebral body. Working pixels, radians.
struct Box {
  PixelPoint centre;
  double angle = 0.0; ///< of the endplates against the film's rows, positive where they fall towards the right
  double height = 0.0, depth = 0.0;
  double score = 0.0; ///< 0 .. about 1
};

/// Shares of the spacing a body may be deep on a film that may be squashed: one of these holds for a whole film.
inline constexpr double kDepthOverSpacing[] = {0.8, 0.95, 1.15, 1.35, 1.6, 1.9};

/// For each depth of kDepthOverSpacing the best box of every cell of the film, for bodies `spacing` apart.
[[nodiscard]] std::vector<std::vector<Box>> find_boxes(const FilmImage& film, double spacing);

} // namespace spondyl::radiograph
