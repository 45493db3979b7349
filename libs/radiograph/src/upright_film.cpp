#include "upright_film.h"

namespace spondyl::radiograph {
namespace {

PixelPoint stored_of(PixelPoint upright, HeadEdge head, int columns, int rows) {
  switch (head) {
  case HeadEdge::top:
    return upright;
  case HeadEdge::right:
    return {columns - 1 - upright.row, upright.column};
  case HeadEdge::bottom:
    return {columns - 1 - upright.column, rows - 1 - upright.row};
  case HeadEdge::left:
    return {upright.row, rows - 1 - upright.column};
  }
  return upright;
}

Radiograph turned(const Radiograph& stored, HeadEdge head) {
  if (head == HeadEdge::top)
    return stored;
  const bool sideways = head == HeadEdge::left || head == HeadEdge::right;
  const int columns = sideways ? stored.rows() : stored.columns(), rows = sideways ? stored.columns() : stored.rows();
  std::vector<float> pixels;
  pixels.reserve(stored.pixels().size());
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column) {
      const PixelPoint at =
          stored_of({static_cast<double>(column), static_cast<double>(row)}, head, stored.columns(), stored.rows());
      pixels.push_back(stored.pixels()[static_cast<std::size_t>(at.row) * static_cast<std::size_t>(stored.columns()) +
                                       static_cast<std::size_t>(at.column)]);
    }
  return {columns, rows, std::move(pixels), stored.scale()};
}

std::optional<HeadEdge> head_edge(char right, char down) {
  if (down == 'F')
    return HeadEdge::top;
  if (down == 'H')
    return HeadEdge::bottom;
  if (right == 'H')
    return HeadEdge::right;
  if (right == 'F')
    return HeadEdge::left;
  return std::nullopt;
}

} // namespace

FilmOrientation orientation_of(const std::string& text) {
  const std::size_t separator = text.find('\\');
  if (separator == std::string::npos || separator == 0 || separator + 1 >= text.size())
    return {};
  const char right = text[0], down = text[separator + 1];
  FilmOrientation found{head_edge(right, down), std::nullopt};
  if (!found.head)
    return found;
  const bool sideways = *found.head == HeadEdge::left || *found.head == HeadEdge::right;
  const char across = sideways ? down : right;
  if (across != 'A' && across != 'P')
    return found;
  // The direction named points to the right of the upright film, but after a half turn or a clockwise turn to its left.
  const bool named_is_right = *found.head == HeadEdge::top || *found.head == HeadEdge::right;
  found.anterior = (across == 'A') == named_is_right ? AnteriorSide::right : AnteriorSide::left;
  return found;
}

UprightFilm::UprightFilm(const Radiograph& stored, HeadEdge head)
    : head_(head), columns_(stored.columns()), rows_(stored.rows()), film_(turned(stored, head)) {}

PixelPoint UprightFilm::to_stored(PixelPoint upright) const {
  return stored_of(upright, head_, columns_, rows_);
}

PixelPoint UprightFilm::to_upright(PixelPoint stored) const {
  switch (head_) {
  case HeadEdge::top:
    return stored;
  case HeadEdge::right:
    return {stored.row, columns_ - 1 - stored.column};
  case HeadEdge::bottom:
    return {columns_ - 1 - stored.column, rows_ - 1 - stored.row};
  case HeadEdge::left:
    return {rows_ - 1 - stored.row, stored.column};
  }
  return stored;
}

} // namespace spondyl::radiograph
