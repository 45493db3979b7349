// Where bodies lie and in which order.
#include "apply_edit.h"

#include <algorithm>
#include <limits>

namespace spondyl::view_model {
namespace {

constexpr int kUnknownLevelBase = 100; // as pipeline publishes labels.nii.gz

PixelPoint middle(PixelPoint a, PixelPoint b) {
  return {(a.column + b.column) / 2, (a.row + b.row) / 2};
}
PatientPoint middle(PatientPoint a, PatientPoint b) {
  return midpoint(a, b);
}

/// Larger is further down: along z of patient space, or down the film.
double downwards(const ImagePoint& point) {
  if (const auto* pixel = std::get_if<PixelPoint>(&point))
    return pixel->row;
  return -std::get<PatientPoint>(point).z;
}

struct Placed {
  std::size_t index;
  ImagePoint centre;
};

std::vector<Placed> placed_bodies(const ReviewState& state) {
  std::vector<Placed> placed;
  for (std::size_t i = 0; i < state.vertebrae.size(); ++i)
    if (const auto centre = centre_of(state.vertebrae[i]))
      placed.push_back({i, *centre});
  return placed;
}

double between(const ImagePoint& a, const ImagePoint& b) {
  return distance(a, b).value_or(std::numeric_limits<double>::infinity());
}

/// The place in the chain that lengthens it least: right for any posture and for films lying on their side.
std::size_t place_in_chain(const std::vector<Placed>& chain, const ImagePoint& centre, std::size_t end) {
  if (chain.empty())
    return end;
  if (chain.size() == 1)
    return downwards(centre) < downwards(chain[0].centre) ? chain[0].index : chain[0].index + 1;
  std::size_t best = chain.front().index;
  double least = between(centre, chain.front().centre);
  for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
    const double detour = between(chain[i].centre, centre) + between(centre, chain[i + 1].centre) -
                          between(chain[i].centre, chain[i + 1].centre);
    if (detour < least) {
      least = detour;
      best = chain[i + 1].index;
    }
  }
  return between(centre, chain.back().centre) < least ? chain.back().index + 1 : best;
}

} // namespace

std::optional<ImagePoint> centre_of(const VertebraFinding& vertebra) {
  if (!vertebra.landmarks)
    return std::nullopt;
  return std::visit(
      [](const auto& points) -> ImagePoint {
        return middle(middle(points.anterior_superior, points.posterior_inferior),
                      middle(points.anterior_inferior, points.posterior_superior));
      },
      *vertebra.landmarks);
}

std::optional<double> distance(const ImagePoint& a, const ImagePoint& b) {
  if (a.index() != b.index())
    return std::nullopt;
  if (const auto* pixel = std::get_if<PixelPoint>(&a))
    return spondyl::distance(*pixel, std::get<PixelPoint>(b));
  return spondyl::distance(std::get<PatientPoint>(a), std::get<PatientPoint>(b));
}

int published_label(const VertebraFinding& vertebra) {
  return vertebra.level ? vertebra.level->mask_value() : kUnknownLevelBase + vertebra.ordinal;
}

void renumber_ordinals(ReviewState& state) {
  for (std::size_t i = 0; i < state.vertebrae.size(); ++i)
    state.vertebrae[i].ordinal = static_cast<int>(i) + 1;
}

std::size_t insert_by_position(ReviewState& state, VertebraFinding finding, VertebraReview review) {
  const auto centre = centre_of(finding);
  const std::size_t i =
      centre ? place_in_chain(placed_bodies(state), *centre, state.vertebrae.size()) : state.vertebrae.size();
  state.vertebrae.insert(state.vertebrae.begin() + static_cast<std::ptrdiff_t>(i), std::move(finding));
  state.reviews.insert(state.reviews.begin() + static_cast<std::ptrdiff_t>(i), review);
  renumber_ordinals(state);
  return i;
}

} // namespace spondyl::view_model
