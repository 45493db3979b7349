#include "wall.h"
#include "half_maximum.h"
#include "surface_matching.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace spondyl::segmentation::ct {

bool towards_pedicle(int direction) {
  const int degrees = 5 * std::min(direction, Wall::kDirections - direction); // from anterior
  return degrees >= 115 && degrees <= 160;
}

namespace {

constexpr double kRadiusStep = 0.5; // mm
constexpr double kReach = 8.0;      // mm to either side of the usual cross-section

class WallSearch {
public:
  WallSearch(const BodyBox& box, const BodyLevels& levels, const HeightField& superior, const HeightField& inferior,
             double depth_radius, double width_radius)
      : box_(box), levels_(levels), superior_(superior), inferior_(inferior), depth_(depth_radius),
        width_(width_radius), labels_(static_cast<int>(2.0 * kReach / kRadiusStep) + 1),
        values_(static_cast<std::size_t>(labels_ + 2 * kMargin)) {}

  WallResult run(bool to_half_maximum) {
    SurfaceCosts costs(Wall::kDirections, Wall::kLayers, labels_);
    for (int layer = 0; layer < Wall::kLayers; ++layer)
      for (int direction = 0; direction < Wall::kDirections; ++direction)
        fill(direction, layer, costs.at(direction, layer));
    // Steps cost more than on an endplate: the waist and the rim change the radius by a few tenths per layer.
    std::vector<float> labels = match_surface(costs, {0.12F, 1.2F, true});
    if (to_half_maximum) {
      const std::vector<float> shifts =
          smoothed_corrections(corrections(labels), Wall::kDirections, Wall::kLayers, true);
      for (std::size_t i = 0; i < labels.size(); ++i)
        labels[i] += shifts[i];
    }
    return result(labels);
  }

private:
  static constexpr int kMargin = 4;

  [[nodiscard]] static double angle(int direction) { return 2.0 * std::numbers::pi * direction / Wall::kDirections; }
  /// The usual cross-section: an ellipse in front, flattened towards the canal.
  [[nodiscard]] double usual(int direction) const {
    const double c = std::abs(std::cos(angle(direction))) / depth_, s = std::abs(std::sin(angle(direction))) / width_;
    const double power = std::cos(angle(direction)) > 0.0 ? 2.0 : 3.0;
    return std::pow(std::pow(c, power) + std::pow(s, power), -1.0 / power);
  }
  [[nodiscard]] double radius(int direction, double label) const {
    return usual(direction) - kReach + label * kRadiusStep;
  }
  [[nodiscard]] float sample(int direction, int layer, double r) const {
    const double a = r * std::cos(angle(direction)), l = r * std::sin(angle(direction));
    const double bottom = inferior_.at(a, l), top = superior_.at(a, l);
    return box_.sample(a, l, bottom + Wall::share(layer) * (top - bottom));
  }
  void read(int direction, int layer) {
    const float low = levels_.soft - 0.5F * levels_.contrast(), high = levels_.soft + 1.0F * levels_.contrast();
    float last = levels_.marrow;
    for (int i = 0; i < static_cast<int>(values_.size()); ++i) {
      if (const float value = sample(direction, layer, radius(direction, i - kMargin)); value > kNoData)
        last = std::clamp(value, low, high);
      values_[static_cast<std::size_t>(i)] = last;
    }
  }
  [[nodiscard]] float edge(int label) const {
    const auto value = [&](int k) { return values_[static_cast<std::size_t>(k + kMargin)]; };
    return 0.5F * (value(label - 1) + value(label - 2) - value(label + 1) - value(label + 2)) / levels_.contrast();
  }
  void fill(int direction, int layer, float* cost) {
    constexpr float kDarkWeight = 0.15F, kDarkMost = 1.2F;   // per mm of fat, lung or vessel gap inside the outline
    constexpr double kPriorWeight = 0.012, kPriorMost = 0.5; // per squared mm off the ellipse, beyond:
    constexpr double kUsualFlare = 2.0;                      // mm: the waist lies behind, the rims before it
    read(direction, layer);
    const float dark = std::min(levels_.soft, levels_.marrow) - 60.0F;
    float inside = 0.0F;
    for (int k = 0; k < labels_; ++k) {
      const double off = std::max(0.0, std::abs(k * kRadiusStep - kReach) - kUsualFlare);
      inside += values_[static_cast<std::size_t>(k + kMargin)] < dark ? static_cast<float>(kRadiusStep) : 0.0F;
      cost[k] = -std::clamp(edge(k), -0.3F, 0.6F) + std::min(kDarkMost, kDarkWeight * inside) +
                static_cast<float>(std::min(kPriorMost, kPriorWeight * off * off));
    }
  }
  /// The search clips densities, which moves the half maximum of a dense cortex: from the labels to the true one.
  std::vector<float> corrections(const std::vector<float>& labels) {
    std::vector<float> shifts(labels.size(), 0.0F), profile(values_.size());
    for (int layer = 0; layer < Wall::kLayers; ++layer)
      for (int direction = 0; direction < Wall::kDirections; ++direction) {
        if (towards_pedicle(direction))
          continue;
        float last = levels_.marrow;
        for (int i = 0; i < static_cast<int>(profile.size()); ++i)
          if (const float value = sample(direction, layer, radius(direction, i - kMargin)); value > kNoData)
            profile[static_cast<std::size_t>(i)] = last = value;
          else
            profile[static_cast<std::size_t>(i)] = last;
        const std::size_t node = static_cast<std::size_t>(layer * Wall::kDirections + direction);
        const int at = static_cast<int>(std::lround(labels[node]));
        const float fraction = labels[node] - static_cast<float>(at);
        const float shift = half_maximum_shift(profile.data(), static_cast<int>(profile.size()), at + kMargin,
                                               0.3F * levels_.contrast());
        shifts[node] = shift == 0.0F ? 0.0F : shift - fraction;
      }
    return shifts;
  }
  WallResult result(const std::vector<float>& labels) {
    WallResult found;
    double area = 0.0, supported = 0.0, missing = 0.0;
    for (int layer = 0; layer < Wall::kLayers; ++layer)
      for (int direction = 0; direction < Wall::kDirections; ++direction) {
        const std::size_t node = static_cast<std::size_t>(layer * Wall::kDirections + direction);
        found.wall.radius[node] = static_cast<float>(radius(direction, labels[node]));
        if (towards_pedicle(direction))
          continue;
        read(direction, layer);
        const int label = std::clamp(static_cast<int>(std::lround(labels[node])), 0, labels_ - 1);
        area += 1.0;
        supported += std::max({edge(label - 1), edge(label), edge(label + 1)}) > 0.2F ? 1.0 : 0.0;
        missing += sample(direction, layer, found.wall.radius[node] + 1.5) <= kNoData ? 1.0 : 0.0;
      }
    found.support = supported / area;
    found.missing = missing / area;
    return found;
  }

  const BodyBox& box_;
  const BodyLevels& levels_;
  const HeightField &superior_, &inferior_;
  double depth_, width_;
  int labels_;
  std::vector<float> values_;
};

} // namespace

WallResult find_wall(const BodyBox& box, const BodyLevels& levels, const HeightField& superior,
                     const HeightField& inferior, double depth_radius, double width_radius, bool to_half_maximum) {
  return WallSearch(box, levels, superior, inferior, depth_radius, width_radius).run(to_half_maximum);
}

} // namespace spondyl::segmentation::ct
