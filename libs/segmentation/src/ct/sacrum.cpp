#include "sacrum.h"

#include <algorithm>
#include <cmath>

namespace spondyl::segmentation::ct {

namespace {

double smooth_step(double value, double from, double to) {
  return std::clamp((value - from) / (to - from), 0.0, 1.0);
}

/// Share of bone 28-44 mm beside the body's middle on one side, just below a disc. Transverse processes are thin there,
/// the wings fill it.
double wing(const StraightTube& tube, const BodyAxis& axis, int s, double side) {
  constexpr int kFirst = 3, kLast = 18; // mm below the disc
  double sum = 0.0;
  int count = 0;
  for (int d = kFirst; d <= kLast; d += 2) {
    const int frame = std::min(s + d, static_cast<int>(axis.at.size()) - 1);
    const int plane = static_cast<int>(frame * SpineCurve::kStep / StraightTube::kStep);
    for (double lateral = 28.0; lateral <= 44.0; lateral += StraightTube::kStep)
      for (double ahead = axis[frame].gap - 4.0; ahead <= axis[frame].gap + 0.9 * axis[frame].radius;
           ahead += StraightTube::kStep, ++count)
        sum += std::clamp((tube.at(plane, ahead, axis[frame].lateral + side * lateral) - 70.0F) / 100.0F, 0.0F, 1.0F);
  }
  return count > 0 ? sum / count : 0.0;
}

/// Forward lean of the canal, degrees.
double lean(const SpineCurve& curve, int s) {
  const PatientVector up = curve[std::clamp(s, 0, curve.size() - 1)].superior;
  return std::asin(std::clamp(-up.y, -1.0, 1.0)) * 57.29577951;
}

/// How much further the canal leans forward below the disc than above it, degrees: the lumbosacral angle.
double turn(const SpineCurve& curve, int s) {
  double above = 90.0, below = -90.0;
  for (int d = 10; d <= 60; d += 5) {
    above = std::min(above, lean(curve, s - d));
    if (s + d < curve.size())
      below = std::max(below, lean(curve, s + d));
  }
  return below - above;
}

double taper(const BodyAxis& axis, int s) {
  const int last = static_cast<int>(axis.at.size()) - 1;
  return 1.0 - axis[std::min(last, s + 35)].radius / axis[std::max(0, s - 10)].radius;
}

double sacral(const StraightTube& tube, const SpineCurve& curve, const BodyAxis& axis, int s) {
  const double wings = smooth_step(std::min(wing(tube, axis, s, 1.0), wing(tube, axis, s, -1.0)), 0.12, 0.35);
  if (wings < 0.3)
    return 0.0; // without wings it is no sacrum
  return 0.4 * wings + 0.3 * smooth_step(taper(axis, s), 0.05, 0.3) + 0.3 * smooth_step(turn(curve, s), 10.0, 25.0);
}

} // namespace

std::optional<Sacrum> find_sacrum(const StraightTube& tube, const SpineCurve& curve, const BodyAxis& axis,
                                  const std::vector<DiscPlane>& discs) {
  constexpr double kCredible = 0.5;
  constexpr double kClearly = 0.3; // below the most sacral disc; iliac wings beside L5 give half a score, S1 nearly all
  std::vector<double> scores(discs.size(), 0.0);
  for (std::size_t i = 1; i < discs.size(); ++i)
    scores[i] = sacral(tube, curve, axis, discs[i].s);
  const double least =
      scores.empty() ? kCredible : std::max(kCredible, *std::max_element(scores.begin(), scores.end()) - kClearly);
  for (std::size_t i = 1; i < discs.size(); ++i) // the first one: the sacrum's own discs look sacral too
    if (scores[i] >= least)
      return Sacrum{i, scores[i]};
  return std::nullopt;
}

} // namespace spondyl::segmentation::ct
