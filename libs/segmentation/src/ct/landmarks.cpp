#include "landmarks.h"
#include "schmorl.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

namespace spondyl::segmentation::ct {

namespace {

/// A point of a sagittal plane: mm in front of and above the body's centre.
struct PlanePoint {
  double a = 0.0, h = 0.0;
};
PlanePoint operator+(PlanePoint p, PlanePoint q) {
  return {p.a + q.a, p.h + q.h};
}
PlanePoint operator-(PlanePoint p, PlanePoint q) {
  return {p.a - q.a, p.h - q.h};
}
PlanePoint operator*(PlanePoint p, double s) {
  return {p.a * s, p.h * s};
}
double length(PlanePoint p) {
  return std::hypot(p.a, p.h);
}

/// Slope of the line of least squares through (x, y) pairs.
template <typename Value> double fitted_slope(double from, double to, Value value) {
  constexpr int kSteps = 20;
  const double middle = 0.5 * (from + to);
  double xx = 0.0, xy = 0.0;
  for (int i = 0; i <= kSteps; ++i) {
    const double x = from + (to - from) * i / kSteps - middle;
    xx += x * x;
    xy += x * value(x + middle);
  }
  return xx > 0.0 ? xy / xx : 0.0;
}

/// The sides of a body as lines, by their slopes: mm of height per mm forward of the endplates, mm forward per mm of
/// height of the walls.
struct Sides {
  double superior = 0.0, inferior = 0.0, anterior = 0.0, posterior = 0.0;
};

/// The outline of a body cut by one of its sagittal planes.
class Section {
public:
  Section(const BodyShape& shape, double left, bool spur_rule) : shape_(shape), left_(left), spur_rule_(spur_rule) {
    constexpr int kSteps = 40;
    const AnteriorWall wall = fit_anterior_wall();
    for (int i = 0; i <= kSteps; ++i) {
      const double share = i / static_cast<double>(kSteps);
      push(without_spur(wall, share), share);
      push(reach(share, -1.0), share);
    }
    for (const double share : {0.0, 1.0}) {
      const double front = without_spur(wall, share), back = reach(share, -1.0);
      for (int i = 1; i < kSteps; ++i)
        push(back + (front - back) * i / kSteps, share);
    }
  }
  [[nodiscard]] const std::vector<PlanePoint>& contour() const { return contour_; }
  /// The share of the height at which a point of the contour lies.
  [[nodiscard]] double share(std::size_t i) const { return shares_[i]; }
  [[nodiscard]] Sides sides() const {
    constexpr double kRim = 0.15;     // share of a side's length that its rounded corners take
    constexpr double kSteepest = 0.4; // mm per mm off the endplates' normal: more is a lip, not the wall
    const double front = reach(0.5, 1.0), back = reach(0.5, -1.0), rim = kRim * (front - back);
    const double high = std::max(1.0, height());
    const double top = fitted_slope(back + rim, front - rim, [&](double a) { return superior(a); });
    const double bottom = fitted_slope(back + rim, front - rim, [&](double a) { return inferior(a); });
    const double across = -0.5 * (top + bottom);
    const auto wall = [&](double side) {
      const double slope = fitted_slope(kRim, 1.0 - kRim, [&](double share) { return reach(share, side); }) / high;
      return std::clamp(slope, across - kSteepest, across + kSteepest);
    };
    return {top, bottom, wall(1.0), wall(-1.0)};
  }
  [[nodiscard]] double height() const { return superior(0.0) - inferior(0.0); }
  [[nodiscard]] double depth() const { return reach(0.5, 1.0) - reach(0.5, -1.0); }
  [[nodiscard]] double superior(double a) const { return shape_.superior.at(a, left_); }
  [[nodiscard]] double inferior(double a) const { return shape_.inferior.at(a, left_); }

private:
  /// The anterior wall between a fifth and four fifths of the height, continued to the rims: a parabola, which keeps
  /// the usual waist.
  struct AnteriorWall {
    double c0 = 0.0, c1 = 0.0, c2 = 0.0;
    [[nodiscard]] double at(double share) const { return c0 + (c1 + c2 * (share - 0.5)) * (share - 0.5); }
  };
  [[nodiscard]] AnteriorWall fit_anterior_wall() const {
    Eigen::Matrix3d normal = Eigen::Matrix3d::Zero();
    Eigen::Vector3d right = Eigen::Vector3d::Zero();
    for (double share = 0.2; share <= 0.801; share += 0.05) {
      const Eigen::Vector3d row(1.0, share - 0.5, (share - 0.5) * (share - 0.5));
      normal += row * row.transpose();
      right += row * reach(share, 1.0);
    }
    const Eigen::Vector3d x = normal.ldlt().solve(right);
    // A healthy waist is up to 2 mm deep between the rims; a deeper one is the flank of spurs.
    constexpr double kDeepestWaist = 2.0 / 0.25;
    const double bend = std::clamp(x[2], 0.0, kDeepestWaist);
    constexpr double kMeanSquare = 0.035; // of share - 0.5 over the fitted range: keeps the mean where the bend changes
    return {x[0] + (x[2] - bend) * kMeanSquare, x[1], bend};
  }
  /// The anterior wall without osteophytes: no further forward than its continuation (docs: six-point morphometry).
  [[nodiscard]] double without_spur(const AnteriorWall& wall, double share) const {
    constexpr double kRim = 1.0; // mm a rim may protrude without being a spur
    const double front = reach(share, 1.0);
    return spur_rule_ ? std::min(front, wall.at(share) + kRim) : front;
  }
  /// How far in front of (side 1) or behind (side -1) the centre the wall lies at a share of the height.
  [[nodiscard]] double reach(double share, double side) const {
    double r = 15.0; // the wall's radius depends on the angle, and that on the radius: a few rounds settle it
    for (int i = 0; i < 6; ++i) {
      const double radius = shape_.wall.at(std::atan2(left_, side * r), share);
      r = std::sqrt(std::max(1.0, radius * radius - left_ * left_));
    }
    return side * r;
  }
  void push(double a, double share) {
    contour_.push_back({a, inferior(a) + share * (superior(a) - inferior(a))});
    shares_.push_back(share);
  }
  const BodyShape& shape_;
  double left_;
  bool spur_rule_;
  std::vector<PlanePoint> contour_;
  std::vector<double> shares_;
};

double percentile_of_absolute(std::vector<double> values) {
  for (double& value : values)
    value = std::abs(value);
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(0.95 * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

struct Corners {
  PlanePoint anterior_superior, anterior_inferior, posterior_superior, posterior_inferior;
};

PlanePoint mean(const std::vector<PlanePoint>& points) {
  PlanePoint sum;
  for (const PlanePoint& p : points)
    sum = sum + p;
  return sum * (1.0 / static_cast<double>(points.size()));
}

/// The contour's farthest point towards a corner (`up`, `forward`: +-1), seen from the two sides that meet there:
/// distances from their own lines count, so that the slope of a wedge does not draw its corner along the endplate.
std::optional<PlanePoint> find_corner(const Section& section, double endplate, double wall, double up, double forward) {
  constexpr double kRim = 0.2;     // of the height, from its middle: corners lie in the outer thirds of the walls
  constexpr double kRounded = 0.5; // of the endplate's distance from the middle: lower lies a lip of the other endplate
  const std::vector<PlanePoint>& contour = section.contour();
  const PlanePoint centre = mean(contour);
  std::vector<double> above, ahead;
  for (const PlanePoint& p : contour) {
    above.push_back(p.h - centre.h - endplate * (p.a - centre.a));
    ahead.push_back(p.a - centre.a - wall * (p.h - centre.h));
  }
  const double height = percentile_of_absolute(above), depth = percentile_of_absolute(ahead);
  const auto in_rim = [&](std::size_t i) { return up * (section.share(i) - 0.5) >= kRim; };
  double highest = 0.0;
  for (std::size_t i = 0; i < contour.size(); ++i)
    highest = std::max(highest, in_rim(i) ? up * above[i] : 0.0);
  const double least = std::min(kRounded * height, 0.9 * highest);
  double farthest = -1e9;
  std::optional<PlanePoint> corner;
  for (std::size_t i = 0; i < contour.size(); ++i) {
    const double distance = up * above[i] / height + forward * ahead[i] / depth;
    if (!in_rim(i) || up * above[i] < least || distance <= farthest)
      continue;
    farthest = distance;
    corner = contour[i];
  }
  return corner;
}

std::optional<Corners> find_corners(const Section& section) {
  constexpr double kLeast = 2.0; // mm across: less is no body
  if (section.height() < kLeast || section.depth() < kLeast)
    return std::nullopt;
  const Sides s = section.sides();
  const auto anterior_superior = find_corner(section, s.superior, s.anterior, 1, 1);
  const auto anterior_inferior = find_corner(section, s.inferior, s.anterior, -1, 1);
  const auto posterior_superior = find_corner(section, s.superior, s.posterior, 1, -1);
  const auto posterior_inferior = find_corner(section, s.inferior, s.posterior, -1, -1);
  if (!anterior_superior || !anterior_inferior || !posterior_superior || !posterior_inferior)
    return std::nullopt;
  return Corners{*anterior_superior, *anterior_inferior, *posterior_superior, *posterior_inferior};
}

/// Where the line through two points, continued outwards from the first, leaves the endplate.
PlanePoint on_endplate(const Section& section, PlanePoint from, PlanePoint towards_other, bool superior) {
  const PlanePoint d = from - towards_other;
  const PlanePoint axis = d * (1.0 / std::max(1e-5, length(d)));
  PlanePoint p = from;
  if (std::abs(axis.h) < 0.1) // endplates that cross: there is no way from one to the other
    return p;
  for (int i = 0; i < 10; ++i) { // fixed point: move along the axis to the endplate's height
    const double target = superior ? section.superior(p.a) : section.inferior(p.a);
    p = p + axis * ((target - p.h) / axis.h);
  }
  return p;
}

PatientPoint to_patient(const BodyFrame& frame, PlanePoint p, double left) {
  return frame.centre + frame.anterior * p.a + frame.superior * p.h + frame.left * left;
}

std::optional<SixPoints> six_points(const BodyShape& shape, double left, const Steps& steps) {
  const Section section(shape, left, steps.spur_rule);
  const std::optional<Corners> c = find_corners(section);
  if (!c)
    return std::nullopt;
  const PlanePoint top = (c->anterior_superior + c->posterior_superior) * 0.5;
  const PlanePoint bottom = (c->anterior_inferior + c->posterior_inferior) * 0.5;
  if (top.h - bottom.h < 2.0)
    return std::nullopt;
  SixPoints points;
  points.anterior_superior = to_patient(shape.frame, c->anterior_superior, left);
  points.anterior_inferior = to_patient(shape.frame, c->anterior_inferior, left);
  points.posterior_superior = to_patient(shape.frame, c->posterior_superior, left);
  points.posterior_inferior = to_patient(shape.frame, c->posterior_inferior, left);
  points.middle_superior = to_patient(shape.frame, on_endplate(section, top, bottom, true), left);
  points.middle_inferior = to_patient(shape.frame, on_endplate(section, bottom, top, false), left);
  return points;
}

/// The six points of every plane of the slab that has them.
std::vector<SixPoints> landmarks_on(const BodyShape& shape, const Steps& steps) {
  constexpr int kHalfWidth = 4; // mm, the contract's slab
  std::vector<SixPoints> slab;
  for (int left = -kHalfWidth; left <= kHalfWidth; ++left)
    if (const std::optional<SixPoints> points = six_points(shape, left, steps))
      slab.push_back(*points);
  return slab;
}

} // namespace

std::vector<SixPoints> place_landmarks(const BodyShape& shape, const Steps& steps) {
  BodyShape bridged = shape;
  bridged.superior = bridge_nodes(shape.superior, shape.wall, 1.0, 1.0);
  bridged.inferior = bridge_nodes(shape.inferior, shape.wall, 0.0, -1.0);
  std::vector<SixPoints> slab = landmarks_on(shape, steps);
  const std::vector<SixPoints> smooth = landmarks_on(bridged, steps);
  for (std::size_t i = 0; i < slab.size() && smooth.size() == slab.size(); ++i) {
    slab[i].middle_superior = smooth[i].middle_superior;
    slab[i].middle_inferior = smooth[i].middle_inferior;
  }
  return slab;
}

std::vector<SixPoints> follow_nodes(const BodyShape& shape, const std::vector<SixPoints>& slab, const Steps& steps) {
  constexpr double kWorthSaying = 0.5; // mm
  const std::vector<SixPoints> found = landmarks_on(shape, steps);
  if (found.size() != slab.size() || slab.empty())
    return {};
  const double change = (*median_heights(slab))[1] - (*median_heights(found))[1];
  return change >= kWorthSaying ? found : std::vector<SixPoints>{};
}

std::optional<std::array<double, 3>> median_heights(const std::vector<SixPoints>& slab) {
  if (slab.empty())
    return std::nullopt;
  const auto median = [&](double (SixPoints::*height)() const) {
    std::vector<double> values;
    for (const SixPoints& points : slab)
      values.push_back((points.*height)());
    std::sort(values.begin(), values.end());
    return 0.5 * (values[(values.size() - 1) / 2] + values[values.size() / 2]);
  };
  return std::array<double, 3>{median(&SixPoints::anterior_height), median(&SixPoints::middle_height),
                               median(&SixPoints::posterior_height)};
}

} // namespace spondyl::segmentation::ct
