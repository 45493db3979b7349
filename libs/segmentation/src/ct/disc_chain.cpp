#include "disc_chain.h"

#include <algorithm>
#include <cmath>

namespace spondyl::segmentation::ct {

namespace {

constexpr int kShortest = 9, kLongest = 60; // frames (mm of canal) between two discs: crushed neck to tall lumbar
constexpr int kSpacings = kLongest - kShortest + 1;
constexpr float kImpossible = -1e6F;

/// Mean or least value of a series over a range of phases between two discs.
struct Range {
  float mean = 0.0F, least = 1.0F;
};
Range over(const std::vector<float>& series, int from, int length, double first_phase, double last_phase) {
  const int n = static_cast<int>(series.size());
  const int first = from + static_cast<int>(std::floor(first_phase * length));
  const int last = std::max(first, from + static_cast<int>(std::ceil(last_phase * length)));
  Range result;
  for (int s = first; s <= last; ++s) {
    const float value = series[static_cast<std::size_t>(std::clamp(s, 0, n - 1))];
    result.mean += value / static_cast<float>(last - first + 1);
    result.least = std::min(result.least, value);
  }
  return result;
}

/// Bone beside the canal in the upper half of a body, less that at the foramen below it.
float pedicle_contrast(const DiscProfile& profile, int from, int to) {
  return over(profile.pedicle, from, to - from, 0.2, 0.6).mean -
         over(profile.pedicle, from, to - from, 0.75, 1.08).least;
}

/// The contrast that the body would have if up were down.
float inverted_contrast(const DiscProfile& profile, int from, int to) {
  return over(profile.pedicle, from, to - from, 0.4, 0.8).mean -
         over(profile.pedicle, from, to - from, -0.08, 0.25).least;
}

template <typename Contrast>
double mean_contrast(const DiscProfile& profile, const std::vector<int>& discs, Contrast contrast) {
  double sum = 0.0;
  for (std::size_t i = 1; i < discs.size(); ++i)
    sum += contrast(profile, discs[i - 1], discs[i]);
  return discs.size() < 2 ? 0.0 : sum / static_cast<double>(discs.size() - 1);
}

class ChainSearch {
public:
  ChainSearch(const DiscProfile& profile, const BodyAxis& axis, const std::vector<int>& seeds, const Steps& steps)
      : profile_(profile), axis_(axis), seeds_(seeds), steps_(steps), n_(profile.count),
        best_(static_cast<std::size_t>(n_ * kSpacings), kImpossible), back_(best_.size(), -1) {}

  std::vector<int> run() {
    for (int s = kShortest; s < n_; ++s)
      for (int k = 0; k < kSpacings && s - kShortest - k >= 0; ++k)
        extend(s, k);
    return trace();
  }

private:
  [[nodiscard]] float disc_gain(int s) const {
    constexpr float kEnough = 1.2F;    // beyond it a disc is not any more certain
    constexpr float kCredible = 0.35F; // what noise reaches
    return std::min(kEnough, profile_.evidence[static_cast<std::size_t>(s)]) - kCredible;
  }
  [[nodiscard]] double spacing(int from, int to) const {
    return profile_.along[static_cast<std::size_t>(to)] - profile_.along[static_cast<std::size_t>(from)];
  }
  /// How well the stretch between two discs fits a vertebra: pedicles in its upper half and a foramen below, a
  /// plausible height, no strong disc inside.
  [[nodiscard]] float body_gain(int from, int to) const {
    constexpr float kPedicleWeight = 1.2F, kPedicleCredible = 0.3F;
    constexpr float kPedicleTypical = 0.6F; // of a plain vertebra, where the phase is left out
    const float pedicle = steps_.pedicle_phase ? pedicle_contrast(profile_, from, to) : kPedicleTypical;
    const double expected = 1.75 * axis_[(from + to) / 2].radius; // a vertebra and its disc, neck to lumbar
    const double ratio = std::log(spacing(from, to) / expected) / 0.3;
    const float size = 0.3F * static_cast<float>(std::min(1.6, ratio * ratio)); // capped: collapsed bodies exist
    const float inside = strongest_inside(from, to);
    return kPedicleWeight * (pedicle - kPedicleCredible) - size - 0.6F * std::max(0.0F, inside - 0.6F) +
           seeded(from, to);
  }
  [[nodiscard]] float strongest_inside(int from, int to) const {
    const int margin = std::max(5, (to - from) / 4);
    float most = 0.0F;
    for (int s = from + margin; s <= to - margin; ++s)
      most = std::max(most, std::min(1.5F, profile_.evidence[static_cast<std::size_t>(s)]));
    return most;
  }
  [[nodiscard]] float seeded(int from, int to) const {
    int inside = 0;
    double off_centre = 0.0;
    for (const int seed : seeds_)
      if (seed >= from && seed < to) {
        ++inside;
        // clicks are several millimetres off: the middle half of the body is as good as its centre
        off_centre = std::max(0.0, std::abs((seed - from) / static_cast<double>(to - from) - 0.5) - 0.25);
      }
    if (inside > 1)
      return kImpossible;
    return inside == 1 ? static_cast<float>(6.0 - 20.0 * off_centre * off_centre) : 0.0F;
  }
  void extend(int s, int k) {
    const int from = s - kShortest - k;
    const float body = body_gain(from, s) + disc_gain(s);
    float gain = body + disc_gain(from); // the chain starts with this body
    int previous = -1;
    for (int j = 0; j < kSpacings && from - kShortest - j >= 0; ++j) {
      const float before = best_[index(from, j)];
      if (before <= kImpossible / 2)
        continue;
      const double change = std::log(spacing(from, s) / spacing(from - kShortest - j, from)) / 0.2;
      const float offered = before + body - 0.3F * static_cast<float>(std::min(2.0, change * change));
      if (offered > gain) {
        gain = offered;
        previous = j;
      }
    }
    best_[index(s, k)] = gain;
    back_[index(s, k)] = previous;
  }
  [[nodiscard]] std::vector<int> trace() const {
    float most = 0.3F; // one credible body with its two discs
    int s = -1, k = 0;
    for (int at = 0; at < n_; ++at)
      for (int j = 0; j < kSpacings; ++j)
        if (best_[index(at, j)] > most) {
          most = best_[index(at, j)];
          s = at;
          k = j;
        }
    std::vector<int> discs;
    if (s < 0)
      return discs;
    discs.push_back(s);
    while (k >= 0) {
      const int from = s - kShortest - k;
      discs.push_back(from);
      k = back_[index(s, k)];
      s = from;
    }
    std::reverse(discs.begin(), discs.end());
    return discs;
  }
  [[nodiscard]] std::size_t index(int s, int k) const { return static_cast<std::size_t>(s * kSpacings + k); }

  const DiscProfile& profile_;
  const BodyAxis& axis_;
  const std::vector<int>& seeds_;
  const Steps& steps_;
  int n_;
  std::vector<float> best_;
  std::vector<int> back_;
};

constexpr int kShift = 4; // frames to either side of where the chain saw the disc
constexpr int kPlaneStates = (2 * kShift + 1) * DiscProfile::kTilts;

float squared(double value) {
  return static_cast<float>(value * value);
}

/// The cost of two neighbouring discs' inclinations: endplates of one body differ by its wedge, rarely above 15
/// degrees.
float wedge_penalty(const Tilt& a, const Tilt& b) {
  constexpr double kUsual = 10.0 * 3.14159265 / 180.0;
  return 0.12F * (std::min(6.0F, squared((a.sagittal - b.sagittal) / kUsual)) +
                  std::min(6.0F, squared((a.coronal - b.coronal) / kUsual)));
}

std::vector<float> plane_gains(const DiscProfile& profile, int s) {
  std::vector<float> gain(kPlaneStates, kImpossible);
  for (int state = 0; state < kPlaneStates; ++state) {
    const int shift = state / DiscProfile::kTilts - kShift, t = state % DiscProfile::kTilts;
    if (s + shift < 0 || s + shift >= profile.count)
      continue;
    const Tilt tilt = DiscProfile::tilt(t);
    gain[static_cast<std::size_t>(state)] =
        std::min(1.6F, profile.disc[static_cast<std::size_t>(t * profile.count + s + shift)]) -
        0.6F * static_cast<float>(tilt.sagittal * tilt.sagittal + tilt.coronal * tilt.coronal) -
        0.01F * static_cast<float>(shift * shift);
  }
  return gain;
}

} // namespace

std::vector<int> chain_discs(const DiscProfile& profile, const BodyAxis& axis, const std::vector<int>& seeds,
                             const Steps& steps) {
  return ChainSearch(profile, axis, seeds, steps).run();
}

double vertebral_rhythm(const DiscProfile& profile, const std::vector<int>& discs) {
  return mean_contrast(profile, discs, pedicle_contrast);
}

double inverted_rhythm(const DiscProfile& profile, const std::vector<int>& discs) {
  return mean_contrast(profile, discs, inverted_contrast);
}

std::vector<DiscPlane> orient_discs(const DiscProfile& profile, const SpineCurve& curve, const BodyAxis& axis,
                                    const std::vector<int>& discs, const Steps& steps) {
  std::vector<std::vector<int>> back(discs.size());
  std::vector<float> best;
  for (std::size_t i = 0; i < discs.size(); ++i) {
    std::vector<float> gain = plane_gains(profile, discs[i]);
    back[i].assign(kPlaneStates, 0);
    if (i > 0)
      for (int t = 0; t < DiscProfile::kTilts; ++t) { // the pair term depends on the inclination only
        float most = kImpossible * 10;
        int from = 0;
        for (int state = 0; state < kPlaneStates; ++state) {
          const float wedge = steps.joint_tilt
                                  ? wedge_penalty(DiscProfile::tilt(t), DiscProfile::tilt(state % DiscProfile::kTilts))
                                  : 0.0F;
          const float offered = best[static_cast<std::size_t>(state)] - wedge;
          if (offered > most) {
            most = offered;
            from = state;
          }
        }
        for (int shift = 0; shift <= 2 * kShift; ++shift) {
          const std::size_t state = static_cast<std::size_t>(shift * DiscProfile::kTilts + t);
          gain[state] += most;
          back[i][state] = from;
        }
      }
    best = std::move(gain);
  }
  std::vector<DiscPlane> planes(discs.size());
  int state = discs.empty() ? 0 : static_cast<int>(std::max_element(best.begin(), best.end()) - best.begin());
  for (std::size_t i = discs.size(); i-- > 0;) {
    DiscPlane& plane = planes[i];
    plane.s = discs[i] + state / DiscProfile::kTilts - kShift;
    plane.tilt = DiscProfile::tilt(state % DiscProfile::kTilts);
    plane.centre = axis.centre(curve, plane.s);
    plane.normal = plane_normal(curve[plane.s], plane.tilt);
    plane.evidence = profile.disc[static_cast<std::size_t>(state % DiscProfile::kTilts * profile.count + plane.s)];
    state = back[i][static_cast<std::size_t>(state)];
  }
  return planes;
}

} // namespace spondyl::segmentation::ct
