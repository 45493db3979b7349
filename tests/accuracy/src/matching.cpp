#include "matching.h"

#include <algorithm>
#include <limits>

namespace spondyl::accuracy {
namespace {

constexpr double kSameBody = 0.3; // of the reference's depth: the reading project's own rule

std::optional<std::size_t> nearest_free(const std::vector<MeasuredBody>& measured, const std::vector<bool>& taken,
                                        const ReferenceBody& reference) {
  double best = kSameBody * depth_of(reference.points);
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < measured.size(); ++i) {
    if (taken[i] || !measured[i].is_measured())
      continue;
    const double apart = distance(measured[i].centre, centre_of(reference.points));
    if (apart < best) {
      best = apart;
      found = i;
    }
  }
  return found;
}

} // namespace

Matching match(const std::vector<MeasuredBody>& measured, const std::vector<ReferenceBody>& reference) {
  Matching matching;
  std::vector<bool> taken(measured.size(), false);
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (std::size_t r = 0; r < reference.size(); ++r) {
    const double z = centre_of(reference[r].points).z;
    low = std::min(low, z);
    high = std::max(high, z);
    if (const auto found = nearest_free(measured, taken, reference[r])) {
      taken[*found] = true;
      matching.pairs.push_back({r, *found});
    }
  }
  for (std::size_t i = 0; i < measured.size(); ++i)
    if (!taken[i] && measured[i].is_measured() && measured[i].centre.z >= low && measured[i].centre.z <= high)
      matching.false_bodies.push_back(i);
  return matching;
}

} // namespace spondyl::accuracy
