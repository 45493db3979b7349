#include "schmorl.h"

#include <Eigen/Dense>
#include <cmath>
#include <vector>

namespace spondyl::segmentation::ct {

namespace {

constexpr double kInside = 0.85; // of the wall's radius: the rim is no part of the smooth surface

/// A smooth endplate: a paraboloid, which any healthy or diffusely depressed one resembles.
using Surface = Eigen::Matrix<double, 6, 1>;

Surface terms(double a, double l) {
  constexpr double kScale = 0.1; // keeps the terms alike in size
  const double x = kScale * a, y = kScale * l;
  return (Surface() << 1.0, x, y, x * x, x * y, y * y).finished();
}

class NodeSearch {
public:
  NodeSearch(const HeightField& endplate, const Wall& wall, double share, double sign)
      : endplate_(endplate), sign_(sign), inside_(endplate.height.size(), false) {
    each([&](int a, int l, std::size_t i) {
      inside_[i] = std::hypot(a, l) < kInside * wall.at(std::atan2(l, a), share);
      area_ += inside_[i] ? 1 : 0;
    });
  }

  HeightField run() {
    HeightField bridged = endplate_;
    if (area_ < 50)
      return bridged;
    fit();
    std::vector<bool> seen(inside_.size(), false);
    each([&](int a, int l, std::size_t i) {
      if (seen[i] || !inside_[i] || depth(a, l, i) < kDeep)
        return;
      const std::vector<std::size_t> node = grow(i, seen);
      if (node.empty() || static_cast<double>(node.size()) > kFocal * area_)
        return;
      for (const std::size_t j : node)
        bridged.height[j] = static_cast<float>(sign_ * surface_.dot(terms(anterior(j), left(j))));
    });
    return bridged;
  }

private:
  static constexpr double kDeep = 2.0;     // mm: shallower ones are within the noise of an endplate
  static constexpr double kEdge = 0.7;     // mm: where a node begins
  static constexpr double kFocal = 0.35;   // of the endplate's area; more is a diffuse depression
  static constexpr double kOutlying = 2.0; // mm below the surface: no part of it

  template <typename Visit> void each(Visit visit) const {
    std::size_t i = 0;
    for (int a = -endplate_.reach_anterior; a <= endplate_.reach_anterior; ++a)
      for (int l = -endplate_.reach_left; l <= endplate_.reach_left; ++l)
        visit(a, l, i++);
  }
  [[nodiscard]] int anterior(std::size_t i) const {
    return static_cast<int>(i) / endplate_.width() - endplate_.reach_anterior;
  }
  [[nodiscard]] int left(std::size_t i) const { return static_cast<int>(i) % endplate_.width() - endplate_.reach_left; }
  /// How far a node of the field lies below the surface, towards the body's middle.
  [[nodiscard]] double depth(int a, int l, std::size_t i) const {
    return surface_.dot(terms(a, l)) - sign_ * endplate_.height[i];
  }
  /// Least squares that come to ignore what lies far below (Tukey's weights on that side).
  void fit() {
    for (int round = 0; round < 12; ++round) {
      Eigen::Matrix<double, 6, 6> normal = Eigen::Matrix<double, 6, 6>::Identity() * 1e-6;
      Surface right = Surface::Zero();
      each([&](int a, int l, std::size_t i) {
        if (!inside_[i])
          return;
        const double below = round == 0 ? 0.0 : std::max(0.0, depth(a, l, i)) / kOutlying;
        const double weight = below < 1.0 ? (1.0 - below * below) * (1.0 - below * below) : 0.0;
        const Surface row = terms(a, l);
        normal += weight * row * row.transpose();
        right += weight * row * (sign_ * endplate_.height[i]);
      });
      surface_ = normal.ldlt().solve(right);
    }
  }
  /// All that hangs together with a deep place and lies below the surface; nothing if that reaches the rim, which a
  /// node does not: there the endplate itself slopes or is broken.
  std::vector<std::size_t> grow(std::size_t first, std::vector<bool>& seen) const {
    std::vector<std::size_t> node{first};
    seen[first] = true;
    bool at_rim = false;
    for (std::size_t next = 0; next < node.size(); ++next)
      for (const auto& [da, dl] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
        const int a = anterior(node[next]) + da, l = left(node[next]) + dl;
        if (std::abs(a) > endplate_.reach_anterior || std::abs(l) > endplate_.reach_left) {
          at_rim = true;
          continue;
        }
        const std::size_t i =
            static_cast<std::size_t>((a + endplate_.reach_anterior) * endplate_.width() + l + endplate_.reach_left);
        at_rim = at_rim || !inside_[i];
        if (seen[i] || !inside_[i] || depth(a, l, i) < kEdge)
          continue;
        seen[i] = true;
        node.push_back(i);
      }
    return at_rim ? std::vector<std::size_t>{} : node;
  }

  const HeightField& endplate_;
  double sign_;
  std::vector<bool> inside_;
  int area_ = 0;
  Surface surface_ = Surface::Zero();
};

} // namespace

HeightField bridge_nodes(const HeightField& endplate, const Wall& wall, double share, double sign) {
  return NodeSearch(endplate, wall, share, sign).run();
}

} // namespace spondyl::segmentation::ct
