#pragma once
// A lateral lumbar radiograph drawn from nothing, with corners known exactly: bodies with a bright cortical line,
// posterior elements, a sacrum, an abdomen in front, air behind, noise. For tests; sizes are plausible, not normative.

#include <spondyl/model/landmarks.h>
#include <spondyl/model/radiograph.h>
#include <vector>

namespace spondyl::film_phantom {

struct FilmOptions {
  int bodies = 6;              ///< the lowest lies above the sacrum
  double pixels_per_mm = 2.0;  ///< at the body's depth
  double noise = 0.02;         ///< standard deviation over the grey range
  double anterior_loss = 0.0;  ///< of the third body's anterior height, as a fraction
  bool front_is_right = false; ///< mirrored
  bool letters = false;        ///< a bright marker box just in front of the bodies
  double second_contour = 0.0; ///< mm; a second line so far above the third body's superior endplate, as from tilt
  double collimated = 0.0;     ///< mm; black beyond so far from the column's middle, on both sides; 0 = the whole film
  bool spine = true;           ///< false: the same film without bones
  PixelScale scale{};
};

struct FilmPhantom {
  Radiograph film;
  std::vector<SixPixels> bodies; ///< cranial to caudal, on the outer edge
  std::vector<PixelPoint> centres;
};

[[nodiscard]] FilmPhantom draw_film(const FilmOptions& options = {});

/// The film turned a quarter clockwise, so that the head points to the right.
[[nodiscard]] Radiograph turned_clockwise(const Radiograph& film);

} // namespace spondyl::film_phantom
