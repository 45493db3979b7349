#include "body_axis.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <tbb/parallel_for.h>

namespace spondyl::segmentation::ct {

namespace {

/// Any bone, osteoporotic marrow included.
float light_bone(float hounsfield) {
  return std::clamp((hounsfield - 70.0F) / 100.0F, 0.0F, 1.0F);
}

// The states of the search: gap x lateral x radius, all in steps of 2 mm.
constexpr int kGaps = 6, kLaterals = 15, kRadii = 9;
constexpr double kFirstGap = 4.0, kFirstLateral = -14.0, kFirstRadius = 7.0, kStateStep = 2.0;
constexpr int kStates = kGaps * kLaterals * kRadii;
constexpr int kPlaneStep = 2; // of the tube: the search runs every 4 mm

AxisPoint axis_point(int state) {
  return {kFirstGap + kStateStep * (state / (kLaterals * kRadii)),
          kFirstLateral + kStateStep * (state / kRadii % kLaterals), kFirstRadius + kStateStep * (state % kRadii)};
}

/// Mean light-bone share over +-8 mm along the spine, so that discs do not interrupt the column.
std::vector<float> column_share(const StraightTube& tube) {
  constexpr int kReach = 4;
  std::vector<float> share(tube.hounsfield.size());
  const int plane = StraightTube::kAnteriorCount * StraightTube::kLeftCount;
  tbb::parallel_for(0, plane, [&](int i) {
    for (int s = 0; s < tube.count; ++s) {
      float sum = 0.0F;
      int count = 0;
      for (int k = std::max(0, s - kReach); k <= std::min(tube.count - 1, s + kReach); ++k, ++count)
        sum += light_bone(tube.hounsfield[static_cast<std::size_t>(k * plane + i)]);
      share[static_cast<std::size_t>(s * plane + i)] = sum / static_cast<float>(count);
    }
  });
  return share;
}

struct Offset {
  int anterior, left; // cells of the tube
};

/// Sample offsets of one radius relative to the body centre: inside the ellipse, and in front of it.
struct EllipseSamples {
  std::vector<Offset> inside, front, behind;
  explicit EllipseSamples(double radius) {
    const auto cells = [](double mm) { return static_cast<int>(std::lround(mm / StraightTube::kStep)); };
    const int reach = cells(radius * kLateralRatio) + 1;
    for (int a = -reach; a <= reach; ++a)
      for (int l = -reach; l <= reach; ++l) {
        const double x = a * StraightTube::kStep / radius, y = l * StraightTube::kStep / (radius * kLateralRatio);
        if (x * x + y * y <= 0.95 * 0.95)
          inside.push_back({a, l});
      }
    for (int k = -8; k <= 8; ++k) // the front 190 degrees; ribs and pedicles join further back
      for (const double beyond : {3.0, 5.0}) {
        const double angle = k * 12.0 * std::numbers::pi / 180.0;
        front.push_back(
            {cells((radius + beyond) * std::cos(angle)), cells((radius * kLateralRatio + beyond) * std::sin(angle))});
      }
    for (const int l : {-2, -1, 0, 1, 2})
      for (const double beyond : {2.0, 4.0})
        behind.push_back({cells(-radius - beyond), l});
  }
};

class AxisScore {
public:
  AxisScore(const StraightTube& tube, double lateral_weight)
      : tube_(tube), lateral_weight_(lateral_weight), share_(column_share(tube)) {
    for (int k = 0; k < kRadii; ++k)
      samples_.emplace_back(kFirstRadius + kStateStep * k);
  }
  [[nodiscard]] float at(int plane, int state) const {
    const AxisPoint p = axis_point(state);
    const EllipseSamples& s = samples_[static_cast<std::size_t>(state % kRadii)];
    const int a = static_cast<int>(std::lround(p.ahead() / StraightTube::kStep)) - StraightTube::kAnteriorFirst;
    const int l = static_cast<int>(std::lround(p.lateral / StraightTube::kStep)) - StraightTube::kLeftFirst;
    // Without the last term the axis jumps to an enhanced aorta; 0.012 per mm prefers the larger of two fits.
    return mean(plane, a, l, s.inside) - mean(plane, a, l, s.front) - 0.5F * mean(plane, a, l, s.behind) +
           static_cast<float>(0.012 * p.radius - lateral_weight_ * (p.lateral / 10.0) * (p.lateral / 10.0));
  }

private:
  [[nodiscard]] float mean(int plane, int a, int l, const std::vector<Offset>& offsets) const {
    float sum = 0.0F;
    for (const Offset& d : offsets) {
      const int u = a + d.anterior, v = l + d.left;
      if (u >= 0 && v >= 0 && u < StraightTube::kAnteriorCount && v < StraightTube::kLeftCount)
        sum += share_[tube_.offset(plane, u, v)];
    }
    return sum / static_cast<float>(offsets.size());
  }
  const StraightTube& tube_;
  double lateral_weight_; // per squared centimetre
  std::vector<float> share_;
  std::vector<EllipseSamples> samples_;
};

/// The best predecessor among the states one step away in every direction.
struct Predecessor {
  int state;
  float score;
};
Predecessor best_predecessor(const std::vector<float>& best, int state) {
  constexpr float kStepPenalty = 0.04F; // per state step and 4 mm: bodies change slowly along the spine
  const int g = state / (kLaterals * kRadii), l = state / kRadii % kLaterals, r = state % kRadii;
  Predecessor result{state, -1e9F};
  for (int dg = -1; dg <= 1; ++dg)
    for (int dl = -1; dl <= 1; ++dl)
      for (int dr = -1; dr <= 1; ++dr) {
        const int pg = g + dg, pl = l + dl, pr = r + dr;
        if (pg < 0 || pl < 0 || pr < 0 || pg >= kGaps || pl >= kLaterals || pr >= kRadii)
          continue;
        const int from = (pg * kLaterals + pl) * kRadii + pr;
        const float score = best[static_cast<std::size_t>(from)] -
                            kStepPenalty * static_cast<float>(std::abs(dg) + std::abs(dl) + std::abs(dr));
        if (score > result.score)
          result = {from, score};
      }
  return result;
}

/// Per search plane, the penalty of a state for its distance from a seed in that plane, if there is one.
float seed_penalty(const SpineCurve& curve, int plane_s, const AxisPoint& p, const std::vector<PatientPoint>& seeds) {
  float penalty = 0.0F;
  for (const PatientPoint& seed : seeds) {
    const BodyFrame& frame = curve[plane_s];
    const PatientVector d = seed - frame.centre;
    if (std::abs(dot(d, frame.superior)) > 8.0)
      continue;
    const double a = (dot(d, frame.anterior) - p.ahead()) / 6.0, l = (dot(d, frame.left) - p.lateral) / 6.0;
    penalty += static_cast<float>(0.15 * std::min(9.0, a * a + l * l)); // clicks are several millimetres off
  }
  return penalty;
}

std::vector<AxisPoint> interpolated(const std::vector<AxisPoint>& coarse, double step, int count) {
  std::vector<AxisPoint> result(static_cast<std::size_t>(count));
  const double sigma = 6.0; // mm; hides the 2 mm steps of the states
  for (int s = 0; s < count; ++s) {
    AxisPoint sum{0.0, 0.0, 0.0};
    double total = 0.0;
    for (std::size_t k = 0; k < coarse.size(); ++k) {
      const double d = (s - step * static_cast<double>(k)) / sigma;
      if (std::abs(d) > 4.0)
        continue;
      const double weight = std::exp(-0.5 * d * d);
      sum.gap += weight * coarse[k].gap;
      sum.lateral += weight * coarse[k].lateral;
      sum.radius += weight * coarse[k].radius;
      total += weight;
    }
    result[static_cast<std::size_t>(s)] = {sum.gap / total, sum.lateral / total, sum.radius / total};
  }
  return result;
}

} // namespace

float StraightTube::at(int plane, double anterior, double left) const {
  const int a = static_cast<int>(std::lround(anterior / kStep)) - kAnteriorFirst;
  const int l = static_cast<int>(std::lround(left / kStep)) - kLeftFirst;
  if (plane < 0 || a < 0 || l < 0 || plane >= count || a >= kAnteriorCount || l >= kLeftCount)
    return -1000.0F;
  return hounsfield[offset(plane, a, l)];
}

StraightTube straighten(const FindingGrid& grid, const SpineCurve& curve) {
  StraightTube tube;
  const int stride = static_cast<int>(StraightTube::kStep / SpineCurve::kStep);
  tube.count = (curve.size() + stride - 1) / stride;
  tube.hounsfield.resize(tube.offset(tube.count, 0, 0));
  tbb::parallel_for(0, tube.count, [&](int plane) {
    const BodyFrame& frame = curve[plane * stride];
    for (int a = 0; a < StraightTube::kAnteriorCount; ++a)
      for (int l = 0; l < StraightTube::kLeftCount; ++l)
        tube.hounsfield[tube.offset(plane, a, l)] =
            grid.sample(frame.centre + frame.anterior * ((a + StraightTube::kAnteriorFirst) * StraightTube::kStep) +
                        frame.left * ((l + StraightTube::kLeftFirst) * StraightTube::kStep));
  });
  return tube;
}

BodyAxis find_body_axis(const StraightTube& tube, const SpineCurve& curve, const std::vector<PatientPoint>& seeds,
                        const Steps& steps) {
  const AxisScore score(tube, steps.lateral_penalty ? 0.25 : 0.0);
  const int planes = (tube.count + kPlaneStep - 1) / kPlaneStep;
  const int stride = static_cast<int>(StraightTube::kStep / SpineCurve::kStep) * kPlaneStep; // frames per plane
  std::vector<float> gain(static_cast<std::size_t>(planes * kStates));
  tbb::parallel_for(0, planes, [&](int plane) {
    for (int state = 0; state < kStates; ++state)
      gain[static_cast<std::size_t>(plane * kStates + state)] =
          score.at(plane * kPlaneStep, state) - seed_penalty(curve, plane * stride, axis_point(state), seeds);
  });
  std::vector<int> back(gain.size(), 0);
  std::vector<float> best(gain.begin(), gain.begin() + kStates), next(kStates);
  for (int plane = 1; plane < planes; ++plane) {
    for (int state = 0; state < kStates; ++state) {
      const Predecessor from = best_predecessor(best, state);
      back[static_cast<std::size_t>(plane * kStates + state)] = from.state;
      next[static_cast<std::size_t>(state)] = from.score + gain[static_cast<std::size_t>(plane * kStates + state)];
    }
    best.swap(next);
  }
  std::vector<AxisPoint> coarse(static_cast<std::size_t>(planes));
  int state = static_cast<int>(std::max_element(best.begin(), best.end()) - best.begin());
  for (int plane = planes - 1; plane >= 0; --plane) {
    coarse[static_cast<std::size_t>(plane)] = axis_point(state);
    state = back[static_cast<std::size_t>(plane * kStates + state)];
  }
  return {interpolated(coarse, stride * SpineCurve::kStep, curve.size())};
}

} // namespace spondyl::segmentation::ct
