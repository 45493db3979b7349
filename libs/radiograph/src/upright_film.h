#pragma once

#include <optional>
#include <spondyl/model/radiograph.h>
#include <spondyl/radiograph/measure_film.h>

namespace spondyl::radiograph {

/// Which edge of the stored image the head points to.
enum class HeadEdge { top, right, bottom, left };

/// What Patient Orientation (0020,0020) tells of a lateral film; nothing is invented.
struct FilmOrientation {
  std::optional<HeadEdge> head;
  std::optional<AnteriorSide> anterior; ///< with the head up; only where `head` is known
};
[[nodiscard]] FilmOrientation orientation_of(const std::string& patient_orientation);

/// A film turned by quarter turns until the head is up, with the way back to stored pixels.
class UprightFilm {
public:
  UprightFilm(const Radiograph& stored, HeadEdge head);

  [[nodiscard]] const Radiograph& film() const { return film_; }
  [[nodiscard]] PixelPoint to_stored(PixelPoint upright) const;
  [[nodiscard]] PixelPoint to_upright(PixelPoint stored) const;

private:
  HeadEdge head_;
  int columns_, rows_; ///< of the stored film
  Radiograph film_;
};

} // namespace spondyl::radiograph
