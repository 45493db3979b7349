#include "height_pair.h"

#include <algorithm>
#include <set>

namespace spondyl::comparison {
namespace {

constexpr double kSamePlace = 10.0; // mm between centres, half a thoracic body's height; engineering choice

std::optional<PatientPoint> centre_of(const VertebraFinding& vertebra) {
  if (!vertebra.landmarks || !std::holds_alternative<SixPoints>(*vertebra.landmarks))
    return std::nullopt;
  const auto& points = std::get<SixPoints>(*vertebra.landmarks);
  PatientVector sum;
  for (const auto& [name, member] : kLandmarkMembers<PatientPoint>)
    sum = sum + (points.*member - PatientPoint{});
  return PatientPoint{} + sum / 6.0;
}

std::vector<IndexPair> pairs_of_ordinals(const Findings& prior, const Findings& current,
                                         const std::vector<BodyPair>& same) {
  std::vector<IndexPair> pairs;
  for (const BodyPair& pair : same) {
    const auto before = std::ranges::find(prior.vertebrae, pair.prior_ordinal, &VertebraFinding::ordinal);
    const auto now = std::ranges::find(current.vertebrae, pair.current_ordinal, &VertebraFinding::ordinal);
    if (before != prior.vertebrae.end() && now != current.vertebrae.end())
      pairs.push_back({static_cast<std::size_t>(before - prior.vertebrae.begin()),
                       static_cast<std::size_t>(now - current.vertebrae.begin())});
  }
  return pairs;
}

/// Two series of one frame of reference show the same vertebra at the same place.
std::vector<IndexPair> pairs_by_place(const Findings& prior, const Findings& current) {
  std::vector<IndexPair> pairs;
  for (std::size_t c = 0; c < current.vertebrae.size(); ++c) {
    const auto place = centre_of(current.vertebrae[c]);
    std::optional<std::size_t> nearest;
    double best = kSamePlace;
    for (std::size_t p = 0; place && p < prior.vertebrae.size(); ++p)
      if (const auto other = centre_of(prior.vertebrae[p]); other && distance(*place, *other) < best) {
        best = distance(*place, *other);
        nearest = p;
      }
    if (nearest)
      pairs.push_back({*nearest, c});
  }
  return pairs;
}

std::vector<IndexPair> pairs_by_number(const Findings& prior, const Findings& current) {
  std::vector<IndexPair> pairs;
  for (std::size_t c = 0; c < current.vertebrae.size(); ++c)
    if (const auto number = number_of(current.vertebrae[c])) {
      const auto same = std::ranges::find(prior.vertebrae, number, number_of);
      if (same != prior.vertebrae.end())
        pairs.push_back({static_cast<std::size_t>(same - prior.vertebrae.begin()), c});
    }
  return pairs;
}

/// What the image does not show in both (a body that could not be assessed) is still known by its number.
void add_by_number(const Findings& prior, const Findings& current, std::vector<IndexPair>& pairs) {
  std::set<std::size_t> used_prior, used_current;
  for (const IndexPair& pair : pairs) {
    used_prior.insert(pair.prior);
    used_current.insert(pair.current);
  }
  for (const IndexPair& pair : pairs_by_number(prior, current)) {
    const bool measured = prior.vertebrae[pair.prior].status == MeasurementStatus::measured &&
                          current.vertebrae[pair.current].status == MeasurementStatus::measured;
    if (!measured && !used_prior.contains(pair.prior) && !used_current.contains(pair.current))
      pairs.push_back(pair);
  }
  std::ranges::sort(pairs, {}, &IndexPair::current);
}

} // namespace

Matching match_bodies(const Findings& prior, const Findings& current, const CompareOptions& options) {
  Matching matching;
  const std::string& frame = current.images.frame_of_reference_uid;
  if (options.same_by_image)
    matching.pairs = pairs_of_ordinals(prior, current, *options.same_by_image);
  else if (!frame.empty() && frame == prior.images.frame_of_reference_uid)
    matching.pairs = pairs_by_place(prior, current);
  matching.by_image = !matching.pairs.empty();
  if (matching.by_image)
    add_by_number(prior, current, matching.pairs);
  else
    matching.pairs = pairs_by_number(prior, current);
  return matching;
}

} // namespace spondyl::comparison
