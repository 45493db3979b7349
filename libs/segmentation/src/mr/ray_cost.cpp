#include "ray_cost.h"

#include <algorithm>
#include <cmath>

namespace spondyl::segmentation::mr {
namespace {

// Weights are relative to one complete edge. All are engineering choices; results change little over +-30 % of each.
constexpr int kNormalSmoothing = 3;     // rays to either side over which normals turn at a corner
constexpr double kHalfDerivative = 0.9; // mm to either side of an edge: about one pixel
constexpr float kFullEdge = 0.7F;       // of the contrast, across an edge: a complete one
constexpr float kOppositeEdge = 0.3F;   // weight of an edge from dark to bright
constexpr float kGateDepth = 2.0F;      // mm inside an edge that should be marrow
constexpr float kGateOpen = 1.8F, kGateSlope = 1.2F;
constexpr float kRegionWeight = 0.1F;  // per mm of inside that is, or is not, marrow
constexpr float kNeutralMisfit = 0.5F; // neither for nor against
constexpr float kMarrowWidth = 0.6F;   // of the contrast: beyond it nothing counts as marrow
constexpr float kBarrierWeight = 0.6F; // against an outline beyond a line already crossed
constexpr float kBarrierStart = 0.45F,
                kBarrierFull = 0.8F;   // of the contrast: a line of cortex, seen through partial volume
constexpr float kBrightBarrier = 0.7F; // of a bright line (epidural fat, veins) against a dark one
constexpr std::size_t kBarrierLag = 3; // steps: the width of the edge itself
constexpr int kHalfMaximumReach = 3;   // steps to either side of an edge within which its half maximum is looked for
constexpr float kLeastDrop = 0.2F;     // of the contrast: a drop that has a half maximum
constexpr std::size_t kMargin = 4;     // samples before the first and after the last offset, for derivatives

float misfit(float value) {
  return std::min(1.0F, std::abs(value) / kMarrowWidth);
}

float interpolated(const std::vector<float>& values, double at) {
  const std::size_t low = static_cast<std::size_t>(at);
  const float part = static_cast<float>(at - static_cast<double>(low));
  return values[low] * (1.0F - part) + values[std::min(low + 1, values.size() - 1)] * part;
}

} // namespace

std::vector<Ray> rays_of(const Quad& q) {
  const PlanePoint down = q.towards_inferior();
  const PlanePoint up_rim = down * (-kRimShare * q.superior_bend), down_rim = down * (kRimShare * q.inferior_bend);
  const std::array<PlanePoint, 5> corners = {q.anterior_superior + up_rim, q.posterior_superior + up_rim,
                                             q.posterior_inferior + down_rim, q.anterior_inferior + down_rim,
                                             q.anterior_superior + up_rim};
  const std::array<PlanePoint, 4> bends = {down * q.superior_bend, {}, down * -q.inferior_bend, {}};
  std::vector<Ray> rays;
  for (std::size_t side = 0; side < 4; ++side) {
    const PlanePoint along = corners[side + 1] - corners[side];
    for (int i = 0; i < kRaysOfSide[side]; ++i) {
      const double x = 2.0 * (i + 0.5) / kRaysOfSide[side] - 1.0; // -1 and 1 at the corners
      const PlanePoint tangent = along - bends[side] * (4.0 * x);
      rays.push_back({corners[side] + along * (0.5 * (x + 1.0)) + bends[side] * (1.0 - x * x),
                      unit({tangent.inferior, -tangent.posterior})});
    }
  }
  std::vector<Ray> smooth = rays;
  const int n = static_cast<int>(rays.size());
  for (int i = 0; i < n; ++i) {
    PlanePoint sum;
    for (int d = -kNormalSmoothing; d <= kNormalSmoothing; ++d)
      sum = sum + rays[static_cast<std::size_t>((i + d + n) % n)].normal;
    smooth[static_cast<std::size_t>(i)].normal = unit(sum);
  }
  return smooth;
}

void RayCost::evaluate(const Ray& ray, double inwards, std::size_t states, float* cost, float* edge) {
  profile(ray, inwards, states);
  float region = 0.0F, barrier = 0.0F;
  for (std::size_t s = 0; s < states; ++s) {
    const std::size_t i = s + kMargin;
    if (terms_.region)
      region += kRegionWeight * static_cast<float>(kRayStep) * (misfit(value_[i]) - kNeutralMisfit);
    if (terms_.barrier && s >= kBarrierLag)
      barrier = std::max(barrier, darkness(value_[i - kBarrierLag]));
    edge[s] = edge_support(i);
    cost[s] = region + kBarrierWeight * barrier - edge[s];
  }
}

void RayCost::profile(const Ray& ray, double inwards, std::size_t states) {
  value_.resize(states + 2 * kMargin);
  for (std::size_t i = 0; i < value_.size(); ++i) {
    const double t = (static_cast<double>(i) - static_cast<double>(kMargin)) * kRayStep - inwards;
    const PlanePoint p = ray.base + ray.normal * t;
    value_[i] = static_cast<float>((stack_.sample(plane_, p) - model_.at(p)) / model_.contrast);
  }
}

double RayCost::half_maximum(const Ray& ray, double inwards, std::size_t states, int state) {
  profile(ray, inwards, states);
  const float sign = terms_.marrow == Marrow::bright ? 1.0F : -1.0F;
  const int at = state + static_cast<int>(kMargin), last = static_cast<int>(value_.size()) - 1;
  const auto value = [&](int i) { return sign * value_[static_cast<std::size_t>(std::clamp(i, 0, last))]; };
  const float inside = (value(at - 4) + value(at - 3) + value(at - 2)) / 3.0F;
  float outside = value(at);
  for (int i = at; i <= at + kHalfMaximumReach; ++i)
    outside = std::min(outside, value(i));
  const float half = 0.5F * (inside + outside);
  double best = state, nearest = kHalfMaximumReach + 1.0;
  for (int i = at - kHalfMaximumReach; i < at + kHalfMaximumReach && inside - outside > kLeastDrop; ++i) {
    if (value(i) < half || value(i + 1) >= half)
      continue;
    const double crossing = i + static_cast<double>((value(i) - half) / (value(i) - value(i + 1)));
    if (std::abs(crossing - at) < nearest) {
      nearest = std::abs(crossing - at);
      best = crossing - static_cast<double>(kMargin);
    }
  }
  return best;
}

/// How much a sample is part of a line between the body and what lies beyond, 0..1.
float RayCost::darkness(float value) const {
  const float dark = terms_.marrow == Marrow::bright ? std::max(-value, kBrightBarrier * value) : std::abs(value);
  return std::clamp((dark - kBarrierStart) / (kBarrierFull - kBarrierStart), 0.0F, 1.0F);
}

float RayCost::edge_support(std::size_t i) const {
  const double half = kHalfDerivative / kRayStep, at = static_cast<double>(i);
  float drop = (interpolated(value_, at - half) - interpolated(value_, at + half)) / kFullEdge;
  if (terms_.marrow == Marrow::dark)
    drop = -drop;
  return std::min(1.0F, drop > 0.0F ? drop : -kOppositeEdge * drop) * gate(i);
}

/// An edge counts only where marrow lies inside of it.
float RayCost::gate(std::size_t i) const {
  const std::size_t reach = std::min(i, static_cast<std::size_t>(kGateDepth / static_cast<float>(kRayStep)));
  float sum = 0.0F;
  for (std::size_t k = 1; k <= reach; ++k)
    sum += misfit(value_[i - k]);
  const float off = reach > 0 ? sum / static_cast<float>(reach) : 0.0F;
  return std::clamp(kGateOpen - kGateSlope * off, 0.0F, 1.0F);
}

} // namespace spondyl::segmentation::mr
