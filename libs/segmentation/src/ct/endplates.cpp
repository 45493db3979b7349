#include "endplates.h"
#include "endplate_model.h"
#include "surface_matching.h"

#include <algorithm>
#include <cmath>

namespace spondyl::segmentation::ct {

FramePlane in_frame(const BodyFrame& frame, PatientPoint point, PatientVector normal) {
  const double up = std::max(0.2, dot(normal, frame.superior));
  const PatientVector d = point - frame.centre;
  return {dot(d, normal) / up, -dot(normal, frame.anterior) / up, -dot(normal, frame.left) / up};
}

Footprint elliptic_footprint(double depth_radius, double width_radius) {
  return [=](double anterior, double left) {
    const double r = std::hypot(anterior / depth_radius, left / width_radius);
    return static_cast<float>(std::clamp((1.15 - r) / 0.25, 0.0, 1.0)); // fades from 0.9 to 1.15 of the ellipse
  };
}

namespace {

float quantile(std::vector<float>& values, double q) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(q * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

template <typename Visit> void for_inner_columns(const BodyBox& box, double radius, Visit visit) {
  constexpr double kInner = 0.6; // of the cross-section
  for (int a = -box.reach_anterior(); a <= box.reach_anterior(); ++a)
    for (int l = -box.reach_left(); l <= box.reach_left(); ++l)
      if (std::hypot(a / radius, l / (radius * kLateralRatio)) < kInner)
        visit(a, l, box.column(a, l));
}

/// Values of the columns within 1 mm of a plane.
void gather_near(const BodyBox& box, const FramePlane& plane, double radius, std::vector<float>& values) {
  for_inner_columns(box, radius, [&](int a, int l, const float* column) {
    const int k = static_cast<int>(std::lround(box.index(plane.at(a, l))));
    for (int i = std::max(0, k - 2); i <= std::min(box.count_along() - 1, k + 2); ++i)
      if (column[i] > kNoData)
        values.push_back(column[i]);
  });
}

/// The brightest value of each column within 9 mm inside a disc plane: the endplate.
void gather_shell(const BodyBox& box, const FramePlane& plane, double inwards, double radius,
                  std::vector<float>& values) {
  for_inner_columns(box, radius, [&](int a, int l, const float* column) {
    float most = kNoData;
    for (double d = 0.0; d <= 9.0; d += BodyBox::kAlong) {
      const int k = static_cast<int>(std::lround(box.index(plane.at(a, l) + inwards * d)));
      if (k >= 0 && k < box.count_along())
        most = std::max(most, column[k]);
    }
    if (most > kNoData)
      values.push_back(most);
  });
}

} // namespace

BodyLevels measure_levels(const BodyBox& box, const FramePlane& upper_disc, const FramePlane& lower_disc,
                          double radius) {
  // Discs measure 60-120 HU. A plane that misses its disc, vacuum or calcification must not move the half maximum.
  constexpr float kLowestDisc = 30.0F, kHighestDisc = 120.0F, kUsualDisc = 85.0F;

  constexpr float kLeastContrast = 50.0F;
  BodyLevels levels;
  std::vector<float> soft, marrow, shell;
  const FramePlane middle{0.5 * (upper_disc.height + lower_disc.height),
                          0.5 * (upper_disc.per_anterior + lower_disc.per_anterior),
                          0.5 * (upper_disc.per_left + lower_disc.per_left)};
  gather_near(box, middle, radius, marrow);
  if (!marrow.empty())
    levels.marrow = quantile(marrow, 0.5);
  gather_near(box, upper_disc, radius, soft);
  gather_near(box, lower_disc, radius, soft);
  levels.soft = kUsualDisc;
  // A brighter disc is believed where it is darker than the marrow: thick slices blur its endplates into it.
  if (const float disc = soft.empty() ? kUsualDisc : quantile(soft, 0.4);
      disc <= kHighestDisc || disc < levels.marrow - 10.0F)
    levels.soft = std::max(disc, kLowestDisc);
  gather_shell(box, upper_disc, -1.0, radius, shell);
  gather_shell(box, lower_disc, 1.0, radius, shell);
  if (!shell.empty())
    levels.shell = quantile(shell, 0.5);
  levels.shell = std::max(levels.shell, levels.soft + kLeastContrast);
  return levels;
}

namespace {

constexpr double kBeyondDisc = 3.0; // mm past the disc plane: its position is good to that

/// One endplate's search: labels are heights in steps of 0.5 mm, outwards; an inferior endplate is seen upside down.
class EndplateSearch {
public:
  EndplateSearch(const BodyBox& box, End end, const BodyLevels& levels, const FramePlane& disc,
                 const FramePlane& opposite, const Footprint& footprint)
      : box_(box), sign_(end == End::superior ? 1.0 : -1.0), levels_(levels), disc_(disc), opposite_(opposite),
        footprint_(footprint) {
    double lowest = 1e9, highest = -1e9;
    visit([&](int a, int l) {
      lowest = std::min(lowest, innermost(a, l));
      highest = std::max(highest, outermost(a, l));
    });
    first_ = std::floor(lowest / BodyBox::kAlong) * BodyBox::kAlong;
    labels_ = std::max(4, static_cast<int>(std::ceil((highest - first_) / BodyBox::kAlong)) + 1);
    values_.resize(static_cast<std::size_t>(labels_ + 2 * kMargin));
    bone_outside_.resize(values_.size());
  }

  Endplate run(bool sharpened) {
    const int width = 2 * box_.reach_left() + 1, depth = 2 * box_.reach_anterior() + 1;
    SurfaceCosts costs(width, depth, labels_);
    visit([&](int a, int l) {
      if (const float weight = footprint_(a, l); weight > 0.0F)
        fill(a, l, weight, costs.at(l + box_.reach_left(), a + box_.reach_anterior()));
    });
    // Steps cost little against a clear edge (0.8): concave endplates rise by half a millimetre per millimetre.
    std::vector<float> labels = match_surface(costs, {0.12F, 1.2F, false});
    std::vector<float> widths(labels.size(), 0.0F);
    if (sharpened)
      sharpen(labels, widths);
    return result(labels, widths);
  }

private:
  static constexpr float kUnknown = -1e9F;
  static constexpr double kFarAway = 1e3; // mm: the neighbour's endplate does not blur into this one
  static constexpr int kMargin = 8;       // samples read beyond both ends of the labels

  template <typename Visit> void visit(Visit visitor) const {
    for (int a = -box_.reach_anterior(); a <= box_.reach_anterior(); ++a)
      for (int l = -box_.reach_left(); l <= box_.reach_left(); ++l)
        visitor(a, l);
  }
  [[nodiscard]] double outermost(double a, double l) const { return sign_ * disc_.at(a, l) + kBeyondDisc; }
  [[nodiscard]] double innermost(double a, double l) const {
    // a little beyond the middle, so that a deep depression stays reachable
    return 0.5 * sign_ * (disc_.at(a, l) + opposite_.at(a, l)) - 0.08 * std::abs(disc_.at(a, l) - opposite_.at(a, l));
  }
  [[nodiscard]] double height(double label) const { return first_ + label * BodyBox::kAlong; }

  /// Reads a column outwards; where the image ends the last value is continued, so that its end is no edge.
  void read(int a, int l) { read(a, l, levels_.soft + 1.3F * levels_.contrast()); }
  void read(int a, int l, float high) {
    const float* column = box_.column(a, l);
    const float low = levels_.soft - 0.5F * levels_.contrast();
    float last = levels_.marrow;
    for (int i = 0; i < static_cast<int>(values_.size()); ++i) {
      const int k = static_cast<int>(std::lround(box_.index(sign_ * height(i - kMargin))));
      const float value = k >= 0 && k < box_.count_along() ? column[k] : kNoData;
      if (value > kNoData)
        last = std::clamp(value, low, high);
      values_[static_cast<std::size_t>(i)] = last;
    }
  }
  [[nodiscard]] float value(int label) const { return values_[static_cast<std::size_t>(label + kMargin)]; }

  /// The fall of the density across a label, as a share of the contrast.
  [[nodiscard]] float edge(int label) const {
    const float inside = value(label - 1) + value(label - 2), outside = value(label + 1) + value(label + 2);
    return 0.5F * (inside - outside) / levels_.contrast();
  }
  void sum_bone_outside(int a, int l) {
    const int last = std::min(labels_ + kMargin - 1,
                              static_cast<int>((sign_ * disc_.at(a, l) - first_) / BodyBox::kAlong) + kMargin);
    const float from = levels_.soft + 0.35F * levels_.contrast(), width = 0.5F * levels_.contrast();
    std::fill(bone_outside_.begin(), bone_outside_.end(), 0.0F);
    for (int i = std::max(0, last); i-- > 0;)
      bone_outside_[static_cast<std::size_t>(i)] =
          bone_outside_[static_cast<std::size_t>(i + 1)] +
          static_cast<float>(BodyBox::kAlong) *
              std::clamp((values_[static_cast<std::size_t>(i + 1)] - from) / width, 0.0F, 1.0F);
  }
  [[nodiscard]] float missing_shell(int label) const {
    float most = value(label);
    for (int i = 1; i <= 5; ++i) // 2.5 mm inwards
      most = std::max(most, value(label - i));
    const float wanted = levels_.soft + 0.6F * levels_.contrast();
    return std::clamp((wanted - most) / (0.4F * levels_.contrast()), 0.0F, 1.0F);
  }
  void fill(int a, int l, float weight, float* cost) {
    constexpr float kOutsideWeight = 0.12F, kOutsideMost = 1.0F; // per mm of bone between the label and the disc
    constexpr float kShellWeight = 0.5F, kForbidden = 3.0F;
    constexpr float kBeyondWeight = 0.2F; // per mm past the disc's middle plane
    read(a, l);
    sum_bone_outside(a, l);
    const double low = innermost(a, l), high = outermost(a, l);
    for (int k = 0; k < labels_; ++k) {
      const float outside =
          bone_outside_[static_cast<std::size_t>(std::min(k + kMargin + 2, labels_ + 2 * kMargin - 1))];
      cost[k] = weight * (-std::clamp(edge(k), -0.3F, 0.8F) + std::min(kOutsideMost, kOutsideWeight * outside) +
                          kShellWeight * missing_shell(k));
      cost[k] += weight * kBeyondWeight * static_cast<float>(std::max(0.0, height(k) - (high - kBeyondDisc)));
      if (height(k) < low || height(k) > high)
        cost[k] += kForbidden;
    }
  }
  [[nodiscard]] std::size_t node(int a, int l) const {
    return static_cast<std::size_t>((a + box_.reach_anterior()) * (2 * box_.reach_left() + 1) + l + box_.reach_left());
  }
  /// The mean of the columns around one, each shifted so that the surface found lies at 0.
  [[nodiscard]] EndplateProfile aligned(const std::vector<float>& labels, int a, int l) const {
    constexpr int kAround = 2;         // mm: noise averages out, a depression does not
    constexpr double kSameSheet = 1.5; // mm: beyond it lies another surface
    const double inside = 4.5 + box_.blur();
    const double disc = sign_ * disc_.at(a, l) - height(labels[node(a, l)]);
    const double outside = std::clamp(disc, 1.0 + box_.blur(), 2.5 + box_.blur());
    EndplateProfile profile{-std::ceil(inside / BodyBox::kAlong) * BodyBox::kAlong,
                            BodyBox::kAlong,
                            {},
                            levels_.soft,
                            disc < 2.5 * box_.blur() + 0.5 ? disc : kFarAway};
    const int count = static_cast<int>(std::floor((outside - profile.first) / BodyBox::kAlong)) + 1;
    std::vector<double> sum(static_cast<std::size_t>(count), 0.0);
    double total = 0.0;
    for (int u = std::max(a - kAround, -box_.reach_anterior()); u <= std::min(a + kAround, box_.reach_anterior()); ++u)
      for (int v = std::max(l - kAround, -box_.reach_left()); v <= std::min(l + kAround, box_.reach_left()); ++v) {
        const double weight = footprint_(u, v);
        const double surface = height(labels[node(u, v)]);
        if (weight <= 0.5 || std::abs(surface - height(labels[node(a, l)])) > kSameSheet ||
            !add_column(u, v, surface + profile.first, weight, sum))
          continue;
        total += weight;
      }
    for (const double value : sum)
      profile.values.push_back(total > 0.0 ? static_cast<float>(value / total) : 0.0F);
    if (total <= 0.0)
      profile.values.clear();
    return profile;
  }
  /// Adds a column's values from `from` (mm outwards) on; false, adding nothing, where the image ends.
  bool add_column(int a, int l, double from, double weight, std::vector<double>& sum) const {
    const float* column = box_.column(a, l);
    std::vector<double> values(sum.size());
    for (std::size_t i = 0; i < sum.size(); ++i) {
      const double k = box_.index(sign_ * (from + static_cast<double>(i) * BodyBox::kAlong));
      const int k0 = static_cast<int>(std::floor(k));
      if (k0 < 0 || k0 + 1 >= box_.count_along() || column[k0] <= kNoData || column[k0 + 1] <= kNoData)
        return false;
      const double fraction = k - k0;
      values[i] = (1.0 - fraction) * column[k0] + fraction * column[k0 + 1];
    }
    for (std::size_t i = 0; i < sum.size(); ++i)
      sum[i] += weight * values[i];
    return true;
  }
  /// From the search's labels to the edge of the endplate without the blur of sampling, at every other node.
  void sharpen(std::vector<float>& labels, std::vector<float>& widths) const {
    std::vector<float> shifts(labels.size(), kUnknown);
    widths.assign(labels.size(), kUnknown);
    const double reach = 1.0 + box_.blur();
    visit([&](int a, int l) {
      if (footprint_(a, l) <= 0.5F || (a & 1) != 0 || (l & 1) != 0)
        return;
      const EndplateProfile profile = aligned(labels, a, l);
      if (profile.values.size() < 8)
        return;
      const EndplateFit fit = fit_endplate(profile, box_.blur(), reach);
      widths[node(a, l)] = static_cast<float>(edge_width(profile));
      const bool believed = fit.clear && fit.amplitude > 0.3 * levels_.contrast();
      shifts[node(a, l)] = believed ? static_cast<float>(fit.edge / BodyBox::kAlong) : 0.0F;
    });
    shifts = spread(shifts);
    widths = spread(widths);
    for (std::size_t i = 0; i < labels.size(); ++i)
      labels[i] += shifts[i];
  }
  /// Means of what is known around each node (0 where nothing is), weighted by nearness.
  [[nodiscard]] std::vector<float> spread(const std::vector<float>& known) const {
    std::vector<float> result(known.size(), 0.0F);
    visit([&](int a, int l) {
      float sum = 0.0F, total = 0.0F;
      for (int u = std::max(a - 2, -box_.reach_anterior()); u <= std::min(a + 2, box_.reach_anterior()); ++u)
        for (int v = std::max(l - 2, -box_.reach_left()); v <= std::min(l + 2, box_.reach_left()); ++v)
          if (const float value = known[node(u, v)]; value > kUnknown) {
            const float weight = static_cast<float>((3 - std::abs(u - a)) * (3 - std::abs(v - l)));
            sum += weight * value;
            total += weight;
          }
      result[node(a, l)] = total > 0.0F ? sum / total : 0.0F;
    });
    return result;
  }
  Endplate result(const std::vector<float>& labels, const std::vector<float>& widths) {
    Endplate endplate;
    endplate.field.reach_anterior = box_.reach_anterior();
    endplate.field.reach_left = box_.reach_left();
    endplate.field.height.resize(labels.size());
    endplate.edge = endplate.field;
    endplate.edge.height = widths;
    double area = 0.0, supported = 0.0, missing = 0.0, limited = 0.0;
    std::size_t i = 0;
    visit([&](int a, int l) {
      const double found = height(labels[i]);
      endplate.field.height[i] = static_cast<float>(sign_ * found);
      ++i;
      if (footprint_(a, l) < 0.9F)
        return;
      read(a, l);
      area += 1.0;
      const int label = std::clamp(static_cast<int>(std::lround(labels[i - 1])), 0, labels_ - 1);
      supported += std::max({edge(label - 1), edge(label), edge(label + 1)}) > 0.25F ? 1.0 : 0.0;
      limited += found > outermost(a, l) - 0.75 ? 1.0 : 0.0;
      missing += box_.sample(a, l, sign_ * (found + 1.5)) <= kNoData ? 1.0 : 0.0;
    });
    endplate.at_limit = area > 0.0 ? limited / area : 1.0;
    endplate.support = area > 0.0 ? supported / area : 0.0;
    endplate.missing = area > 0.0 ? missing / area : 1.0;
    return endplate;
  }

  const BodyBox& box_;
  double sign_;
  const BodyLevels& levels_;
  const FramePlane &disc_, &opposite_;
  const Footprint& footprint_;
  double first_ = 0.0;
  int labels_ = 0;
  std::vector<float> values_, bone_outside_;
};

} // namespace

Endplate find_endplate(const BodyBox& box, End end, const BodyLevels& levels, const FramePlane& disc,
                       const FramePlane& opposite_disc, const Footprint& footprint, bool sharpened) {
  return EndplateSearch(box, end, levels, disc, opposite_disc, footprint).run(sharpened);
}

} // namespace spondyl::segmentation::ct
