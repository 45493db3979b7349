#include "disc_profile.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numbers>
#include <tbb/parallel_for.h>

namespace spondyl::segmentation::ct {

namespace {

constexpr double kTiltStep = 5.0 * std::numbers::pi / 180.0;
constexpr double kInner = 0.72;      // of the body's ellipse: clear of the wall and of most spurs
constexpr double kSampleStep = 2.0;  // mm across
constexpr float kDarkest = -50.0F;   // a vacuum disc counts as a dark disc, no more
constexpr float kBrightest = 600.0F; // neither metal nor cement may decide a mean

float mean_density(const VolumeSampler& sampler, PatientPoint centre, PatientVector normal, const BodyFrame& frame,
                   double radius) {
  const PatientVector anterior = normalized(frame.anterior - normal * dot(normal, frame.anterior));
  const PatientVector left = cross(normal, anterior);
  const double depth = kInner * radius, width = kInner * radius * kLateralRatio;
  const int rows = static_cast<int>(depth / kSampleStep), columns = static_cast<int>(width / kSampleStep);
  float sum = 0.0F;
  int samples = 0;
  for (int a = -rows; a <= rows; ++a)
    for (int l = -columns; l <= columns; ++l) {
      const double x = a * kSampleStep / depth, y = l * kSampleStep / width;
      if (x * x + y * y > 1.0)
        continue;
      const float value = sampler.sample(centre + anterior * (a * kSampleStep) + left * (l * kSampleStep), kNoData);
      if (value <= kNoData)
        continue;
      sum += std::clamp(value, kDarkest, kBrightest);
      ++samples;
    }
  return samples > 0 ? sum / static_cast<float>(samples) : kNoData;
}

/// Half the spread of the upright profile around each frame: what a disc's dip is compared with.
std::vector<float> local_contrast(const float* density, int count) {
  constexpr int kReach = 35;      // frames: at least one whole vertebra
  constexpr float kFloor = 25.0F; // HU; below it there is only noise
  std::vector<float> contrast(static_cast<std::size_t>(count));
  std::vector<float> window;
  for (int s = 0; s < count; ++s) {
    window.assign(density + std::max(0, s - kReach), density + std::min(count, s + kReach + 1));
    std::sort(window.begin(), window.end());
    const auto quantile = [&](double q) { return window[static_cast<std::size_t>(q * double(window.size() - 1))]; };
    contrast[static_cast<std::size_t>(s)] = std::max(kFloor, quantile(0.9) - quantile(0.1));
  }
  return contrast;
}

/// Depth of a dip at s below the higher ground on both sides, `reach` frames away at most.
float dip(const float* density, int count, int s, int reach) {
  constexpr int kNearest = 2;
  float before = kNoData, after = kNoData;
  for (int d = kNearest; d <= reach; ++d) {
    if (s - d >= 0)
      before = std::max(before, density[s - d]);
    if (s + d < count)
      after = std::max(after, density[s + d]);
  }
  const float here = density[s];
  if (here <= kNoData || before <= kNoData || after <= kNoData)
    return 0.0F;
  return std::max(0.0F, std::min(before, after) - here);
}

/// The strongest antero-posterior bar of bone beside the front half of the canal: a pedicle. In a foramen every such
/// bar is interrupted. Measured from the canal's middle, which is known better than the body's posterior wall.
float pedicle_bar(const StraightTube& tube, int plane, double side) {
  float strongest = 0.0F;
  for (double lateral = 9.0; lateral <= 21.0; lateral += StraightTube::kStep) {
    float weakest = 1.0F;
    for (double ahead = 0.0; ahead <= 6.0; ahead += StraightTube::kStep)
      weakest = std::min(weakest, std::clamp((tube.at(plane, ahead, side * lateral) - 80.0F) / 200.0F, 0.0F, 1.0F));
    strongest = std::max(strongest, weakest);
  }
  return strongest;
}

void find_pedicles(const StraightTube& tube, DiscProfile& profile) {
  profile.pedicle.resize(static_cast<std::size_t>(profile.count));
  for (int s = 0; s < profile.count; ++s) {
    const int plane = static_cast<int>(s * SpineCurve::kStep / StraightTube::kStep);
    profile.pedicle[static_cast<std::size_t>(s)] =
        0.5F * (pedicle_bar(tube, plane, 1.0) + pedicle_bar(tube, plane, -1.0));
  }
}

/// The profile smoothed until the endplates on both sides of a thin disc run together (Gaussian, sigma 2.5 mm).
std::vector<float> blurred(const float* density, int count) {
  constexpr double kSigma = 2.5 / SpineCurve::kStep;
  constexpr int kReach = 7;
  std::vector<float> result(static_cast<std::size_t>(count), kNoData);
  for (int s = 0; s < count; ++s) {
    double sum = 0.0, total = 0.0;
    for (int d = std::max(-kReach, -s); d <= std::min(kReach, count - 1 - s); ++d)
      if (density[s + d] > kNoData) {
        const double weight = std::exp(-0.5 * d * d / (kSigma * kSigma));
        sum += weight * density[s + d];
        total += weight;
      }
    if (density[s] > kNoData && total > 0.0)
      result[static_cast<std::size_t>(s)] = static_cast<float>(sum / total);
  }
  return result;
}

/// Height of a peak at s above the lower ground on both sides. Where a disc is thinner than the scan resolves, its two
/// endplates run together and this is all that is seen of it.
float peak(const float* density, int count, int s, int reach) {
  float before = kBrightest, after = kBrightest;
  for (int d = 2; d <= reach; ++d) {
    if (s - d >= 0 && density[s - d] > kNoData)
      before = std::min(before, density[s - d]);
    if (s + d < count && density[s + d] > kNoData)
      after = std::min(after, density[s + d]);
  }
  return std::max(0.0F, density[s] - std::max(before, after));
}

void find_dips(const BodyAxis& axis, DiscProfile& profile) {
  const int n = profile.count;
  const std::vector<float> contrast =
      local_contrast(profile.density.data() + static_cast<std::size_t>(DiscProfile::kTilts / 2 * n), n);
  profile.disc.resize(profile.density.size());
  profile.evidence.assign(static_cast<std::size_t>(n), 0.0F);
  std::vector<std::vector<float>> smooth(DiscProfile::kTilts);
  tbb::parallel_for(0, DiscProfile::kTilts, [&](int t) {
    smooth[static_cast<std::size_t>(t)] = blurred(profile.density.data() + static_cast<std::size_t>(t * n), n);
  });
  tbb::parallel_for(0, n, [&](int s) {
    // half a disc and an endplate: less than half the body's half depth at every level
    const int reach = static_cast<int>(std::lround(0.45 * axis[s].radius / SpineCurve::kStep));
    for (int t = 0; t < DiscProfile::kTilts; ++t) {
      const float* density = profile.density.data() + static_cast<std::size_t>(t * n);
      constexpr float kPeakWeight = 0.8F; // an endplate of an ordinary disc is a peak too, and not the disc's middle
      const float value = std::max(dip(density, n, s, reach),
                                   kPeakWeight * peak(smooth[static_cast<std::size_t>(t)].data(), n, s, reach + 2)) /
                          contrast[static_cast<std::size_t>(s)];
      profile.disc[static_cast<std::size_t>(t * n + s)] = value;
      const Tilt tilt = DiscProfile::tilt(t);
      const double inclination = (tilt.sagittal * tilt.sagittal + tilt.coronal * tilt.coronal) / 0.36; // 35 degrees
      float& best = profile.evidence[static_cast<std::size_t>(s)];
      best = std::max(best, value - 0.25F * static_cast<float>(inclination));
    }
  });
}

} // namespace

Tilt DiscProfile::tilt(int index) {
  return {kTiltStep * (index / kCoronal - kSagittal / 2), kTiltStep * (index % kCoronal - kCoronal / 2)};
}

PatientVector plane_normal(const BodyFrame& frame, Tilt tilt) {
  return normalized(frame.superior + frame.anterior * std::tan(tilt.sagittal) + frame.left * std::tan(tilt.coronal));
}

Result<DiscProfile> profile_discs(const VolumeSampler& sampler, const StraightTube& tube, const SpineCurve& curve,
                                  const BodyAxis& axis, const Progress& progress) {
  DiscProfile profile;
  profile.count = curve.size();
  const int n = profile.count;
  profile.density.resize(static_cast<std::size_t>(DiscProfile::kTilts * n));
  std::atomic<bool> stopped = false;
  tbb::parallel_for(0, n, [&](int s) {
    if (stopped || progress.cancelled()) {
      stopped = true;
      return;
    }
    const PatientPoint centre = axis.centre(curve, s);
    for (int t = 0; t < DiscProfile::kTilts; ++t)
      profile.density[static_cast<std::size_t>(t * n + s)] =
          mean_density(sampler, centre, plane_normal(curve[s], DiscProfile::tilt(t)), curve[s], axis[s].radius);
  });
  SPONDYL_CHECK(progress.check());
  find_dips(axis, profile);
  find_pedicles(tube, profile);
  profile.along.assign(static_cast<std::size_t>(n), 0.0);
  for (int s = 1; s < n; ++s)
    profile.along[static_cast<std::size_t>(s)] =
        profile.along[static_cast<std::size_t>(s - 1)] + distance(axis.centre(curve, s), axis.centre(curve, s - 1));
  return profile;
}

} // namespace spondyl::segmentation::ct
