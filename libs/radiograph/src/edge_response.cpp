#include "edge_response.h"

#include <algorithm>
#include <cmath>

namespace spondyl::radiograph {
namespace {

// Share of the edge of the body; the rest is the bright line of its cortex just inside. Endplates show as lines, walls
// as edges.
constexpr double kWallEdgeShare = 0.8, kEndplateEdgeShare = 0.2;
constexpr double kRidgeInside = 0.03;          // of the spacing: where the cortex' line lies (about 1.5 mm)
constexpr double kSampleStep = 0.06;           // of the spacing
constexpr double kBows[] = {0.0, 0.035, 0.07}; // of the spacing: normal concavity of an endplate or a wall
constexpr double kSuperiorWeight = 1.0, kInferiorWeight = 1.0, kAnteriorWeight = 0.9, kPosteriorWeight = 0.7;

/// Response of one point of an outline whose outward normal is `outward`.
double response(const FilmImage& film, PixelPoint at, FilmVector outward, double ridge_inside, double edge_share) {
  return edge_share * std::clamp(film.slope(at, outward), 0.0, 1.0) +
         (1.0 - edge_share) * std::clamp(film.line(at + outward * -ridge_inside, outward), 0.0, 1.0);
}

struct SideResponse {
  double value = 0.0, bow = 0.0;
};

/// Along one side, from its first to its second corner; the best of a few inward bows.
SideResponse side(const FilmImage& film, PixelPoint from, PixelPoint to, FilmVector outward, double spacing,
                  double edge_share) {
  const FilmVector along = to - from;
  const double extent = length(along);
  if (extent < 1e-6)
    return {};
  FilmVector normal{along.row / extent, -along.column / extent};
  if (dot(normal, outward) < 0)
    normal = normal * -1.0;
  const int samples = std::max(5, static_cast<int>(extent / (kSampleStep * spacing)));
  SideResponse best;
  for (const double bow : kBows) {
    double sum = 0.0;
    for (int k = 0; k < samples; ++k) {
      const double t = (k + 0.5) / samples;
      const PixelPoint at = from + along * t + normal * (-bow * spacing * 4.0 * t * (1.0 - t));
      sum += response(film, at, normal, kRidgeInside * spacing, edge_share);
    }
    if (sum / samples > best.value)
      best = {sum / samples, bow * spacing};
  }
  return best;
}

} // namespace

SideResponses side_responses(const FilmImage& film, const BodyQuad& q, double spacing) {
  const FilmVector down = (q.anterior_inferior - q.anterior_superior) + (q.posterior_inferior - q.posterior_superior);
  const FilmVector back = (q.posterior_superior - q.anterior_superior) + (q.posterior_inferior - q.anterior_inferior);
  const SideResponse top = side(film, q.anterior_superior, q.posterior_superior, down * -1.0, spacing,
                                kEndplateEdgeShare),
                     bottom = side(film, q.anterior_inferior, q.posterior_inferior, down, spacing, kEndplateEdgeShare),
                     front = side(film, q.anterior_superior, q.anterior_inferior, back * -1.0, spacing, kWallEdgeShare),
                     rear = side(film, q.posterior_superior, q.posterior_inferior, back, spacing, kWallEdgeShare);
  return {top.value, bottom.value, front.value, rear.value, top.bow, bottom.bow};
}

EndplateResponse endplate_response(const FilmImage& film, PixelPoint anterior, PixelPoint posterior, FilmVector outward,
                                   double spacing) {
  const SideResponse found = side(film, anterior, posterior, outward, spacing, kEndplateEdgeShare);
  return {found.value, found.bow};
}

double weighted(const SideResponses& r) {
  return (kSuperiorWeight * r.superior + kInferiorWeight * r.inferior + kAnteriorWeight * r.anterior +
          kPosteriorWeight * r.posterior) /
         (kSuperiorWeight + kInferiorWeight + kAnteriorWeight + kPosteriorWeight);
}

} // namespace spondyl::radiograph
