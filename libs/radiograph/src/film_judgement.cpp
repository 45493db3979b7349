#include "film_judgement.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace spondyl::radiograph {
namespace {

constexpr double kDegree = std::numbers::pi / 180.0;
// The sacral endplate is inclined by about 40 degrees standing, that of L5 by about 15 (engineering choice).
constexpr double kSacralSlope = 20.0 * kDegree, kSacralTurn = 8.0 * kDegree;
// The distance between neighbouring bodies grows a little down the spine; in 71 steps of people with reference
// landmarks (MR, CT, films) it was never below 0.93 of the mean of the three steps above.
constexpr double kFallenStep = 0.85;
constexpr double kBesideFrom = 1.2, kBesideTo = 4.0; // of the spacing, from a body's centre

// A second line counts when it is nearly as clear as the first and something darker lies between (engineering choice).
constexpr double kSecondContour = 0.9, kBetweenContours = 0.65;
constexpr double kNearestContour = 0.09, kFarthestContour = 0.2, kContourStep = 0.015; // of the spacing

/// Mean grey value of a row between two offsets from a point; nothing lies beyond the edge of the film.
double tissue_beside(const Radiograph& film, PixelPoint centre, double from, double to) {
  const int row = static_cast<int>(std::lround(centre.row));
  const int first = std::max(0, static_cast<int>(centre.column + std::min(from, to))),
            last = std::min(film.columns() - 1, static_cast<int>(centre.column + std::max(from, to)));
  if (row < 0 || row >= film.rows() || last < first)
    return 0.0;
  double sum = 0.0;
  for (int column = first; column <= last; ++column)
    sum += film.pixels()[static_cast<std::size_t>(row) * static_cast<std::size_t>(film.columns()) +
                         static_cast<std::size_t>(column)];
  return sum / (last - first + 1);
}

/// Slope of the endplates, positive where they fall towards the front.
double fall_to_front(const BodyQuad& quad, AnteriorSide anterior) {
  const FilmVector forward =
      (quad.anterior_superior - quad.posterior_superior) + (quad.anterior_inferior - quad.posterior_inferior);
  return std::atan2(forward.row, anterior == AnteriorSide::left ? -forward.column : forward.column);
}

std::optional<double> second_contour(const std::vector<double>& responses, int here, double step) {
  const auto middle = static_cast<std::size_t>(here);
  std::optional<double> found;
  double best = kSecondContour * responses[middle];
  for (std::size_t k = 0; k < responses.size(); ++k) {
    const double offset = (static_cast<double>(k) - here) * step;
    if (std::abs(offset) < kNearestContour || responses[k] <= best)
      continue;
    const auto [low, high] = std::minmax(k, middle);
    if (*std::min_element(responses.begin() + static_cast<std::ptrdiff_t>(low),
                          responses.begin() + static_cast<std::ptrdiff_t>(high)) <
        kBetweenContours * std::min(responses[k], responses[middle])) {
      best = responses[k];
      found = offset;
    }
  }
  return found;
}

/// Full width at half the height of the line nearest the middle, in steps.
double line_width(const std::vector<double>& responses, int here) {
  const int reach = static_cast<int>(kNearestContour / kContourStep);
  const auto value = [&](int k) { return responses[static_cast<std::size_t>(k)]; };
  int peak = here;
  for (int k = here - reach; k <= here + reach; ++k)
    if (value(k) > value(peak))
      peak = k;
  const auto fall = [&](int direction) {
    int k = peak;
    while (k > 0 && k + 1 < static_cast<int>(responses.size()) && value(k) > 0.5 * value(peak))
      k += direction;
    return std::abs(k - peak);
  };
  return fall(-1) + fall(1);
}

} // namespace

AnteriorSide judged_anterior(const Radiograph& upright, const std::vector<PixelPoint>& centres, double spacing,
                             double stretch) {
  const double from = kBesideFrom * spacing * stretch, to = kBesideTo * spacing * stretch;
  double balance = 0.0;
  for (const PixelPoint& centre : centres)
    balance += tissue_beside(upright, centre, -from, -to) - tissue_beside(upright, centre, from, to);
  return balance >= 0.0 ? AnteriorSide::left : AnteriorSide::right;
}

std::size_t first_below_a_fall(const std::vector<PixelPoint>& centres) {
  const auto step = [&](std::size_t k) { return distance(centres[k], centres[k - 1]); };
  for (std::size_t k = 4; k < centres.size(); ++k)
    if (step(k) < kFallenStep * (step(k - 1) + step(k - 2) + step(k - 3)) / 3.0)
      return k;
  return centres.size();
}

std::size_t first_sacral(const std::vector<PlacedBody>& bodies, AnteriorSide anterior) {
  for (std::size_t k = 2; k < bodies.size(); ++k) {
    const double here = fall_to_front(bodies[k].quad, anterior), above = fall_to_front(bodies[k - 1].quad, anterior);
    if (here > kSacralSlope && here - above > kSacralTurn)
      return k;
  }
  return bodies.size();
}

DoubleContour double_contours(const FilmImage& film, const BodyQuad& quad, double spacing) {
  const FilmVector down =
      (quad.anterior_inferior - quad.anterior_superior) + (quad.posterior_inferior - quad.posterior_superior);
  const FilmVector axis = down * (1.0 / std::max(1e-6, length(down)));
  const int reach = static_cast<int>(std::lround(kFarthestContour / kContourStep));
  std::vector<double> above, below;
  for (int k = -reach; k <= reach; ++k) {
    const FilmVector shift = axis * (k * kContourStep * spacing);
    BodyQuad moved = quad;
    moved.anterior_superior = quad.anterior_superior + shift * -1.0;
    moved.posterior_superior = quad.posterior_superior + shift * -1.0;
    moved.anterior_inferior = quad.anterior_inferior + shift;
    moved.posterior_inferior = quad.posterior_inferior + shift;
    const SideResponses sides = side_responses(film, moved, spacing);
    above.push_back(sides.superior);
    below.push_back(sides.inferior);
  }
  DoubleContour found{second_contour(above, reach, kContourStep), second_contour(below, reach, kContourStep),
                      kContourStep * line_width(above, reach), kContourStep * line_width(below, reach)};
  for (auto* offset : {&found.superior, &found.inferior})
    if (*offset)
      **offset *= spacing;
  return found;
}

} // namespace spondyl::radiograph
