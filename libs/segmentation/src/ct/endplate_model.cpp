#include "endplate_model.h"

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace spondyl::segmentation::ct {

namespace {

constexpr double kTableStep = 0.05;   // mm
constexpr double kEdgeStep = 0.25;    // mm between the edges tried
constexpr double kThinnestDisc = 1.5; // mm; thinner than any disc that is not fused
/// mm; the thinnest is what kernels of body CT make of a 0.6 mm endplate, the thickest a sclerotic one
constexpr std::array<double, 6> kThickness = {1.0, 1.3, 1.7, 2.2, 3.0, 4.0};

/// The blurred step 1 (inside, x < 0) to 0, tabulated.
class BlurredStep {
public:
  explicit BlurredStep(double blur) : reach_(4.0 * blur + 0.1) {
    const int n = static_cast<int>(2.0 * reach_ / kTableStep) + 2;
    for (int i = 0; i < n; ++i)
      values_.push_back(0.5 * std::erfc((i * kTableStep - reach_) / (std::max(blur, 0.05) * std::sqrt(2.0))));
  }
  [[nodiscard]] double at(double x) const {
    if (x <= -reach_)
      return 1.0;
    if (x >= reach_)
      return 0.0;
    const double position = (x + reach_) / kTableStep;
    const std::size_t i = std::min(static_cast<std::size_t>(position), values_.size() - 2);
    const double fraction = position - static_cast<double>(i);
    return values_[i] + fraction * (values_[i + 1] - values_[i]);
  }

private:
  double reach_;
  std::vector<double> values_;
};

struct Trial {
  double cost = 0.0;
  double plate = 0.0, marrow = 0.0; // HU above the soft tissue
};

/// Least squares of soft tissue, plate and marrow for one edge and thickness; the plate is never darker than both.
Trial try_edge(const EndplateProfile& profile, const BlurredStep& step, double edge, double thickness) {
  constexpr double kKnown = 1.5; // samples that the expected soft tissue counts for
  Eigen::Matrix3d normal = Eigen::Matrix3d::Zero();
  Eigen::Vector3d right = Eigen::Vector3d::Zero();
  double square = 0.0;
  const auto add = [&](const Eigen::Vector3d& row, double value, double weight) {
    normal.noalias() += weight * row * row.transpose();
    right.noalias() += weight * row * value;
    square += weight * value * value;
  };
  for (std::size_t i = 0; i < profile.values.size(); ++i) {
    const double x = profile.first + static_cast<double>(i) * profile.step - edge;
    const double mirrored = 2.0 * (profile.disc - edge) - x;
    const double body = step.at(x) + step.at(mirrored), marrow = step.at(x + thickness) + step.at(mirrored + thickness);
    add({1.0, body - marrow, marrow}, profile.values[i], 1.0);
  }
  add({1.0, 0.0, 0.0}, profile.soft, kKnown);
  normal.diagonal().array() += 1e-6;
  const Eigen::Vector3d x = normal.ldlt().solve(right);
  Trial trial;
  trial.plate = x[1];
  trial.marrow = x[2];
  trial.cost = square - x.dot(right);
  return trial;
}

} // namespace

namespace {

class EndplateSearch {
public:
  EndplateSearch(const EndplateProfile& profile, double blur, double reach)
      : profile_(profile), step_(blur), low_(-reach), high_(std::min(reach, profile.disc - 0.5 * kThinnestDisc)) {}

  EndplateFit run() {
    for (const double thickness : kThickness)
      consider(thickness);
    return best_;
  }

private:
  /// The best edge for one thickness: tried at even distances, then the least of the parabola through the best three.
  void consider(double thickness) {
    std::vector<Trial> trials;
    for (double edge = low_; edge <= high_; edge += kEdgeStep)
      trials.push_back(try_edge(profile_, step_, edge, thickness));
    const auto best =
        std::min_element(trials.begin(), trials.end(), [](const Trial& a, const Trial& b) { return a.cost < b.cost; });
    const std::size_t i = static_cast<std::size_t>(best - trials.begin());
    const bool inner = i > 0 && i + 1 < trials.size();
    double edge = low_ + static_cast<double>(i) * kEdgeStep, cost = trials.empty() ? 0.0 : best->cost;
    if (trials.empty() || best->plate <= 0.0 || best->plate < best->marrow)
      return;
    if (inner) {
      const double before = trials[i - 1].cost, after = trials[i + 1].cost;
      const double curvature = std::max(1e-9, before - 2.0 * cost + after), slope = 0.5 * (before - after);
      edge += std::clamp(slope / curvature, -0.5, 0.5) * kEdgeStep;
      cost = std::max(0.0, cost - 0.5 * slope * slope / curvature);
    }
    // A thicker plate must explain more: what a scan cannot resolve is taken to be thin.
    constexpr double kCaution = 0.04; // per mm
    cost = (1.0 + kCaution * (thickness - kThickness.front())) * (cost + 1.0);
    if (cost >= least_)
      return;
    least_ = cost;
    best_ = {edge, thickness, best->plate, inner};
  }

  const EndplateProfile& profile_;
  BlurredStep step_;
  double low_, high_;
  double least_ = std::numeric_limits<double>::max();
  EndplateFit best_;
};

} // namespace

EndplateFit fit_endplate(const EndplateProfile& profile, double blur, double reach) {
  return EndplateSearch(profile, blur, reach).run();
}

double edge_width(const EndplateProfile& profile) {
  const std::vector<float>& v = profile.values;
  const int n = static_cast<int>(v.size());
  const int zero = std::clamp(static_cast<int>(std::lround(-profile.first / profile.step)), 0, n - 1);
  const int inner = std::max(0, zero - static_cast<int>(std::lround(4.0 / profile.step)));
  const int peak = static_cast<int>(std::max_element(v.begin() + inner, v.begin() + zero + 1) - v.begin());
  const int low = static_cast<int>(std::min_element(v.begin() + peak, v.end()) - v.begin());
  const float fall = v[static_cast<std::size_t>(peak)] - v[static_cast<std::size_t>(low)];
  if (fall <= 0.0F)
    return 0.0;
  const auto crossing = [&](float share) {
    const float wanted = v[static_cast<std::size_t>(low)] + share * fall;
    for (int i = peak + 1; i <= low; ++i)
      if (const float here = v[static_cast<std::size_t>(i)], before = v[static_cast<std::size_t>(i - 1)];
          here <= wanted)
        return static_cast<double>(i - 1) + static_cast<double>((before - wanted) / std::max(1e-3F, before - here));
    return static_cast<double>(low);
  };
  return (crossing(0.1F) - crossing(0.9F)) * profile.step;
}

} // namespace spondyl::segmentation::ct
