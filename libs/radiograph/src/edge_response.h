#pragma once

#include "body_shape.h"
#include "film_image.h"

namespace spondyl::radiograph {

/// How well the film shows the four sides of an outline, each 0..1, and how far each bows inwards.
struct SideResponses {
  double superior = 0, inferior = 0, anterior = 0, posterior = 0;
  double superior_bow = 0, inferior_bow = 0; ///< working pixels, towards the body's inside
};

[[nodiscard]] SideResponses side_responses(const FilmImage& film, const BodyQuad& quad, double spacing);

/// How well the film shows one endplate from corner to corner, 0..1, and how far it bows inwards, working pixels.
struct EndplateResponse {
  double value = 0.0, bow = 0.0;
};
[[nodiscard]] EndplateResponse endplate_response(const FilmImage& film, PixelPoint anterior, PixelPoint posterior,
                                                 FilmVector outward, double spacing);

/// The sides' weighted mean.
[[nodiscard]] double weighted(const SideResponses& responses);

} // namespace spondyl::radiograph
