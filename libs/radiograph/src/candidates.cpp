#include "candidates.h"

#include <algorithm>

namespace spondyl::radiograph {
namespace {

constexpr int kRounds = 7;
constexpr double kFirstStep = 0.5, kStepShrink = 0.6; // of a parameter's deviation
/// Weight of the film against the prior: the response at which one deviation of the prior is outweighed.
constexpr double kFilmWeight = 30.0;

/// The n-th element of the van der Corput sequence: an even cover of (0, 1) by few points.
double even_cover(int n, int base) {
  double value = 0.0, digit = 1.0;
  for (int i = n; i > 0; i /= base) {
    digit /= base;
    value += digit * (i % base);
  }
  return value;
}

Candidate judged(const FilmImage& film, const SpineFrame& frame, const Tether& tether, const Shape& shape) {
  Candidate c;
  c.shape = shape;
  c.quad = quad_of(shape, frame);
  c.sides = side_responses(film, c.quad, frame.spacing);
  c.energy = prior_energy(shape, tether) - kFilmWeight * weighted(c.sides);
  return c;
}

Shape start_shape(int n, const Shape& mean, const Shape& deviation) {
  constexpr int bases[kShapeParameters] = {2, 3, 5, 7, 11, 13, 17, 19};
  Shape shape = mean;
  for (std::size_t k = 0; k < kShapeParameters; ++k)
    shape[k] += deviation[k] * 3.0 * (even_cover(n + 1, bases[k]) - 0.5);
  return shape;
}

Candidate climbed(const FilmImage& film, const SpineFrame& frame, const Tether& tether, Candidate best,
                  const Shape& deviation) {
  double step = kFirstStep;
  for (int round = 0; round < kRounds; ++round) {
    bool moved = false;
    for (std::size_t k = 0; k < kShapeParameters; ++k)
      for (const double sign : {-1.0, 1.0}) {
        Shape shape = best.shape;
        shape[k] += sign * step * deviation[k];
        const Candidate next = judged(film, frame, tether, shape);
        if (next.energy < best.energy) {
          best = next;
          moved = true;
          break;
        }
      }
    if (!moved)
      step *= kStepShrink;
  }
  return best;
}

} // namespace

std::vector<Candidate> find_candidates(const FilmImage& film, const SpineFrame& frame, const Tether& tether,
                                       const SearchEffort& effort) {
  const Shape mean = mean_shape(tether), deviation = shape_deviation(tether);
  std::vector<Candidate> all;
  all.reserve(static_cast<std::size_t>(effort.starts));
  for (int n = 0; n < effort.starts; ++n)
    all.push_back(judged(film, frame, tether, start_shape(n, mean, deviation)));
  std::sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) { return a.energy < b.energy; });
  all.resize(static_cast<std::size_t>(effort.climbed));
  for (Candidate& candidate : all)
    candidate = climbed(film, frame, tether, candidate, deviation);
  std::sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) { return a.energy < b.energy; });
  return all;
}

} // namespace spondyl::radiograph
