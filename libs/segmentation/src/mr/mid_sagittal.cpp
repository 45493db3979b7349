#include "mid_sagittal.h"

#include <algorithm>
#include <cmath>
#include <tbb/parallel_for.h>

namespace spondyl::segmentation::mr {
namespace {

constexpr double kPatchStep = 2.0;       // mm between samples
constexpr double kPatchSmoothing = 1.5;  // mm
constexpr double kInFront = 0.75;        // of the depth, from the centre
constexpr double kBehind = 45.0;         // mm behind the posterior wall: to the tips of the spinous processes
constexpr double kAboveAndBelow = 0.9;   // of the height, from the centre
constexpr double kFarthestMirror = 26.0; // mm; half the width of a body
constexpr double kCandidateStep = 0.5;   // mm
constexpr double kUnseenAgreement = 0.3; // stands in for mirrored planes outside the stack
constexpr double kCurveTolerance = 4.0;  // mm from one body to the next
constexpr double kCurveWeight = 0.05;    // of one squared tolerance, in correlation

/// Zero-mean samples of one patch in each plane, and their products.
class MirrorPatches {
public:
  MirrorPatches(const SagittalStack& stack, const std::vector<PlaneImage>& smooth, const Box& box)
      : spacing_(stack.plane_spacing), planes_(stack.planes.size()), products_(planes_ * planes_, 0.0) {
    std::vector<std::vector<float>> patches;
    for (const PlaneImage& plane : smooth)
      patches.push_back(patch(stack, plane, box));
    for (std::size_t a = 0; a < planes_; ++a)
      for (std::size_t b = 0; b <= a; ++b) {
        double sum = 0.0;
        for (std::size_t i = 0; i < patches[a].size(); ++i)
          sum += static_cast<double>(patches[a][i]) * patches[b][i];
        products_[a * planes_ + b] = products_[b * planes_ + a] = sum;
      }
  }

  /// Mean correlation of mirrored patches about `lateral`.
  [[nodiscard]] double agreement(double lateral) const {
    double sum = 0.0;
    int count = 0;
    for (double away = spacing_; away <= kFarthestMirror; away += spacing_, ++count)
      sum += correlation((lateral - away) / spacing_, (lateral + away) / spacing_);
    return count > 0 ? sum / count : 0.0;
  }

private:
  static std::vector<float> patch(const SagittalStack& stack, const PlaneImage& plane, const Box& box) {
    std::vector<float> out;
    double sum = 0.0;
    for (double v = -kAboveAndBelow * box.height; v <= kAboveAndBelow * box.height; v += kPatchStep)
      for (double u = -kInFront * box.depth; u <= 0.5 * box.depth + kBehind; u += kPatchStep) {
        out.push_back(stack.sample(plane, box.centre + box.towards_posterior() * u + box.towards_inferior() * v));
        sum += out.back();
      }
    for (float& value : out)
      value -= static_cast<float>(sum / static_cast<double>(out.size()));
    return out;
  }

  /// Product of two patches at fractional plane positions.
  [[nodiscard]] double product(double a, double b) const {
    const auto split = [this](double x) {
      const std::size_t low = std::min(static_cast<std::size_t>(x), planes_ - 2);
      return std::pair{low, x - static_cast<double>(low)};
    };
    const auto [i, u] = split(a);
    const auto [j, v] = split(b);
    const double* g = products_.data();
    return (1 - u) * ((1 - v) * g[i * planes_ + j] + v * g[i * planes_ + j + 1]) +
           u * ((1 - v) * g[(i + 1) * planes_ + j] + v * g[(i + 1) * planes_ + j + 1]);
  }
  [[nodiscard]] double correlation(double a, double b) const {
    if (a < 0.0 || b > static_cast<double>(planes_ - 1))
      return kUnseenAgreement;
    const double norm = std::sqrt(product(a, a) * product(b, b));
    return norm > 0.0 ? product(a, b) / norm : 0.0;
  }

  double spacing_;
  std::size_t planes_;
  std::vector<double> products_;
};

/// The smooth curve through the highest agreements; rows are bodies, columns candidate positions.
std::vector<std::size_t> smooth_curve(const std::vector<std::vector<double>>& agreement) {
  const std::size_t bodies = agreement.size(), candidates = agreement.front().size();
  std::vector<std::vector<double>> total = agreement;
  std::vector<std::vector<std::size_t>> from(bodies, std::vector<std::size_t>(candidates, 0));
  for (std::size_t i = 1; i < bodies; ++i)
    for (std::size_t c = 0; c < candidates; ++c) {
      double best = -1e300;
      for (std::size_t p = 0; p < candidates; ++p) {
        const double step = (static_cast<double>(c) - static_cast<double>(p)) * kCandidateStep / kCurveTolerance;
        const double value = total[i - 1][p] - kCurveWeight * step * step;
        if (value > best) {
          best = value;
          from[i][c] = p;
        }
      }
      total[i][c] += best;
    }
  std::vector<std::size_t> path(bodies);
  path.back() =
      static_cast<std::size_t>(std::max_element(total.back().begin(), total.back().end()) - total.back().begin());
  for (std::size_t i = bodies - 1; i > 0; --i)
    path[i - 1] = from[i][path[i]];
  return path;
}

} // namespace

Result<std::vector<double>> mid_sagittal_curve(const SagittalStack& stack, const std::vector<Box>& chain,
                                               const Progress& progress) {
  if (chain.empty() || stack.plane_count() < 3)
    return std::vector<double>(chain.size(), 0.5 * stack.width());
  std::vector<PlaneImage> smooth(stack.planes.size());
  tbb::parallel_for(std::size_t{0}, smooth.size(), [&](std::size_t k) {
    PlaneImage root = stack.planes[k];
    for (float& v : root.pixels())
      v = std::sqrt(std::max(0.0F, v));
    smooth[k] = gaussian(root, kPatchSmoothing / stack.pixel_spacing);
  });
  SPONDYL_CHECK(progress.check());
  std::vector<std::vector<double>> agreement(chain.size());
  tbb::parallel_for(std::size_t{0}, chain.size(), [&](std::size_t i) {
    const MirrorPatches patches(stack, smooth, chain[i]);
    for (double lateral = 0.0; lateral <= stack.width(); lateral += kCandidateStep)
      agreement[i].push_back(patches.agreement(lateral));
  });
  SPONDYL_CHECK(progress.check());
  std::vector<double> curve;
  for (const std::size_t c : smooth_curve(agreement))
    curve.push_back(static_cast<double>(c) * kCandidateStep);
  return curve;
}

} // namespace spondyl::segmentation::mr
