#include "refine_endplates.h"

#include <algorithm>
#include <cmath>

namespace spondyl::radiograph {
namespace {

constexpr double kReach = 0.10, kStep = 0.02; // of the spacing
constexpr double kDeviation = 0.05;           // of the spacing: how far a corner is expected to move
constexpr double kFilmWeight = 30.0;
// Only where the film shows an endplate clearly, and more clearly than where it was, is it believed more than the shape
// (engineering choice: wedges simulated in CT gain, faint and double contours of real films lose nothing).
constexpr double kFaint = 0.65, kClear = 0.9, kGain = 0.25;

FilmVector unit(FilmVector v) {
  return v * (1.0 / std::max(1e-6, length(v)));
}

/// Weighted means over all pairs of moves of an endplate's corners along the walls, in shares of the spacing.
struct Moves {
  double anterior = 0.0, posterior = 0.0, bow = 0.0, belief = 0.0;
};

Moves mean_moves(const FilmImage& film, double spacing, PixelPoint front, FilmVector along_front, PixelPoint rear,
                 FilmVector along_rear, FilmVector outward) {
  const int reach = static_cast<int>(std::lround(kReach / kStep));
  double total = 0.0;
  Moves mean;
  for (int i = -reach; i <= reach; ++i)
    for (int j = -reach; j <= reach; ++j) {
      const double a = i * kStep, p = j * kStep;
      const EndplateResponse seen = endplate_response(film, front + along_front * (a * spacing),
                                                      rear + along_rear * (p * spacing), outward, spacing);
      const double weight = std::exp(kFilmWeight * seen.value - 0.5 * (a * a + p * p) / (kDeviation * kDeviation));
      total += weight;
      mean.anterior += weight * a;
      mean.posterior += weight * p;
      mean.bow += weight * seen.bow;
    }
  const EndplateResponse before = endplate_response(film, front, rear, outward, spacing);
  const double a = mean.anterior / total, p = mean.posterior / total;
  const EndplateResponse after =
      endplate_response(film, front + along_front * (a * spacing), rear + along_rear * (p * spacing), outward, spacing);
  const double belief = std::clamp((after.value - kFaint) / (kClear - kFaint), 0.0, 1.0) *
                        std::clamp((after.value - before.value) / kGain, 0.0, 1.0);
  return {belief * a, belief * p, mean.bow / total, belief};
}

double blended(double before, double after, double belief) {
  return before + belief * (after - before);
}

} // namespace

void refine_endplates(const FilmImage& film, double spacing, PlacedBody& body) {
  BodyQuad& q = body.quad;
  const FilmVector front = unit(q.anterior_inferior - q.anterior_superior),
                   rear = unit(q.posterior_inferior - q.posterior_superior), down = unit(front + rear);
  const Moves above = mean_moves(film, spacing, q.anterior_superior, front, q.posterior_superior, rear, down * -1.0),
              below = mean_moves(film, spacing, q.anterior_inferior, front, q.posterior_inferior, rear, down);
  q.anterior_superior = q.anterior_superior + front * (above.anterior * spacing);
  q.posterior_superior = q.posterior_superior + rear * (above.posterior * spacing);
  q.anterior_inferior = q.anterior_inferior + front * (below.anterior * spacing);
  q.posterior_inferior = q.posterior_inferior + rear * (below.posterior * spacing);
  body.superior_bow = blended(body.superior_bow, above.bow, above.belief);
  body.inferior_bow = blended(body.inferior_bow, below.bow, below.belief);
}

} // namespace spondyl::radiograph
