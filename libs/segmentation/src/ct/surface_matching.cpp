#include "surface_matching.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace spondyl::segmentation::ct {

namespace {

constexpr int kSteps = 4; // labels between neighbours that the quadratic penalty reaches

class Aggregation {
public:
  Aggregation(const SurfaceCosts& costs, const SurfaceStiffness& stiffness)
      : costs_(costs), stiffness_(stiffness), sum_(costs.cost.size(), 0.0F) {
    for (int d = 0; d <= kSteps; ++d)
      penalty_[static_cast<std::size_t>(d)] = stiffness.per_squared_step * static_cast<float>(d * d);
  }

  const std::vector<float>& run() {
    for (const int direction : {1, -1}) {
      along_rows(direction);
      for (const int sideways : {-1, 0, 1})
        across_rows(direction, sideways);
    }
    return sum_;
  }

private:
  /// One step of a path: the node's costs plus the cheapest way to come from its predecessor.
  void step(const float* cost, const float* from, float* to) const {
    const int n = costs_.labels;
    const float least = *std::min_element(from, from + n);
    for (int k = 0; k < n; ++k) {
      float best = least + stiffness_.jump;
      const int first = std::max(0, k - kSteps), last = std::min(n - 1, k + kSteps);
      for (int j = first; j <= last; ++j)
        best = std::min(best, from[j] + penalty_[static_cast<std::size_t>(std::abs(j - k))]);
      to[k] = cost[k] + best - least;
    }
  }
  void add(int u, int v, const float* path) {
    float* sum = sum_.data() + (costs_.at(u, v) - costs_.cost.data());
    for (int k = 0; k < costs_.labels; ++k)
      sum[k] += path[k];
  }
  void along_rows(int direction) {
    std::vector<float> from(static_cast<std::size_t>(costs_.labels)), to(from.size());
    const int laps = stiffness_.cyclic ? 2 : 1; // the first lap of a closed row only warms up
    for (int v = 0; v < costs_.height; ++v) {
      std::fill(from.begin(), from.end(), 0.0F);
      for (int i = 0; i < laps * costs_.width; ++i) {
        const int u = direction > 0 ? i % costs_.width : costs_.width - 1 - i % costs_.width;
        step(costs_.at(u, v), from.data(), to.data());
        if (i >= (laps - 1) * costs_.width)
          add(u, v, to.data());
        from.swap(to);
      }
    }
  }
  void across_rows(int direction, int sideways) {
    const std::size_t labels = static_cast<std::size_t>(costs_.labels);
    std::vector<float> before(static_cast<std::size_t>(costs_.width) * labels, 0.0F), here(before.size());
    const std::vector<float> nothing(labels, 0.0F);
    for (int i = 0; i < costs_.height; ++i) {
      const int v = direction > 0 ? i : costs_.height - 1 - i;
      for (int u = 0; u < costs_.width; ++u) {
        int source = u - sideways;
        if (stiffness_.cyclic)
          source = (source + costs_.width) % costs_.width;
        const bool inside = source >= 0 && source < costs_.width;
        float* to = here.data() + static_cast<std::size_t>(u) * labels;
        step(costs_.at(u, v), inside ? before.data() + static_cast<std::size_t>(source) * labels : nothing.data(), to);
        add(u, v, to);
      }
      before.swap(here);
    }
  }

  const SurfaceCosts& costs_;
  const SurfaceStiffness& stiffness_;
  std::vector<float> sum_;
  std::array<float, kSteps + 1> penalty_{};
};

float with_fraction(const float* sum, int labels) {
  const int best = static_cast<int>(std::min_element(sum, sum + labels) - sum);
  if (best == 0 || best == labels - 1)
    return static_cast<float>(best);
  const float curvature = sum[best - 1] - 2.0F * sum[best] + sum[best + 1];
  const float shift = curvature > 1e-6F ? 0.5F * (sum[best - 1] - sum[best + 1]) / curvature : 0.0F;
  return static_cast<float>(best) + std::clamp(shift, -0.5F, 0.5F);
}

} // namespace

std::vector<float> match_surface(const SurfaceCosts& costs, const SurfaceStiffness& stiffness) {
  Aggregation aggregation(costs, stiffness);
  const std::vector<float>& sum = aggregation.run();
  std::vector<float> result(static_cast<std::size_t>(costs.width * costs.height));
  for (std::size_t node = 0; node < result.size(); ++node)
    result[node] = with_fraction(sum.data() + node * static_cast<std::size_t>(costs.labels), costs.labels);
  return result;
}

} // namespace spondyl::segmentation::ct
