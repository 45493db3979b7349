#include "quad.h"

#include "../common/upper_median.h"

#include <algorithm>
#include <cmath>

namespace spondyl::segmentation::mr {
namespace {

constexpr double kFitShare = 0.8;  // of a side, about its middle, that its straight line is fitted to
constexpr double kLeastSine = 0.3; // of the angle at a corner
// Sizes no human vertebral body goes beyond, fractured ones included (engineering choice).
constexpr double kShortestWall = 4.0, kTallestWall = 55.0;          // mm
constexpr double kShortestEndplate = 10.0, kLongestEndplate = 65.0; // mm

// A bend is that of a parabola: these are its mean depths in the middle third of a side and in the outer sixths.
constexpr double kMiddleThird = 0.96, kOuterSixths = 0.3;
constexpr double kTaperToBend = 0.2; // radians; sides held more rigid than that are first guesses, and stay straight
constexpr double kUsualBend = 3.0, kLargestBend = 12.0; // mm; healthy endplates are hollow by up to 3 mm

/// A straight line: through `at`, along the unit vector `along`.
struct Line {
  PlanePoint at, along;
};

/// Angle of a side against `along`: the median of pairwise slopes (Theil-Sen).
double side_angle(const std::vector<PlanePoint>& points, PlanePoint along) {
  const PlanePoint across = {-along.inferior, along.posterior};
  std::vector<double> slopes;
  const std::size_t half = points.size() / 2;
  for (std::size_t i = 0; i + half < points.size(); ++i)
    for (std::size_t j = i + half; j < points.size(); ++j) {
      const PlanePoint d = points[j] - points[i];
      if (std::abs(dot(d, along)) > 1.0)
        slopes.push_back(dot(d, across) / dot(d, along));
    }
  return std::atan(upper_median(slopes));
}

PlanePoint turned(PlanePoint p, double angle) {
  const double c = std::cos(angle), s = std::sin(angle);
  return {c * p.posterior - s * p.inferior, s * p.posterior + c * p.inferior};
}

/// The line of given direction in the middle of the points.
Line line_through(const std::vector<PlanePoint>& points, PlanePoint along) {
  const PlanePoint across = {-along.inferior, along.posterior};
  std::vector<double> offsets, places;
  for (const PlanePoint& p : points) {
    offsets.push_back(dot(p, across));
    places.push_back(dot(p, along));
  }
  return {across * upper_median(offsets) + along * upper_median(places), along};
}

std::optional<PlanePoint> crossing(const Line& a, const Line& b) {
  const double determinant = a.along.posterior * b.along.inferior - a.along.inferior * b.along.posterior;
  if (std::abs(determinant) < kLeastSine) // the sides are nearly parallel: no corner
    return std::nullopt;
  const PlanePoint d = b.at - a.at;
  const double t = (d.posterior * b.along.inferior - d.inferior * b.along.posterior) / determinant;
  return a.at + a.along * t;
}

/// The points of each side without those near its corners.
std::array<std::vector<PlanePoint>, 4> side_points(const std::vector<PlanePoint>& points) {
  std::array<std::vector<PlanePoint>, 4> sides;
  std::size_t first = 0;
  for (std::size_t side = 0; side < 4; ++side) {
    const std::size_t n = static_cast<std::size_t>(kRaysOfSide[side]);
    const std::size_t skip = static_cast<std::size_t>(0.5 * (1.0 - kFitShare) * static_cast<double>(n));
    sides[side].assign(points.begin() + static_cast<std::ptrdiff_t>(first + skip),
                       points.begin() + static_cast<std::ptrdiff_t>(first + n - skip));
    first += n;
  }
  return sides;
}

/// How far the middle of an endplate lies in the direction `inwards` of its rims; 0 where no further than usual.
double bend_of(const std::vector<PlanePoint>& points, std::size_t first, std::size_t count, PlanePoint inwards) {
  std::vector<double> middle, rims;
  for (std::size_t i = 0; i < count; ++i) {
    const double share = (static_cast<double>(i) + 0.5) / static_cast<double>(count);
    const double inside = dot(points[first + i], inwards);
    if (std::abs(share - 0.5) < 1.0 / 6.0)
      middle.push_back(inside);
    else if (std::abs(share - 0.5) > 1.0 / 3.0)
      rims.push_back(inside);
  }
  const double bend = (upper_median(middle) - upper_median(rims)) / (kMiddleThird - kOuterSixths);
  return bend > kUsualBend ? std::min(bend, kLargestBend) : 0.0;
}

} // namespace

PlanePoint unit(PlanePoint p) {
  const double n = length(p);
  return n > 0.0 ? p * (1.0 / n) : PlanePoint{1.0, 0.0};
}

double Quad::height() const {
  return 0.5 * (length(anterior_inferior - anterior_superior) + length(posterior_inferior - posterior_superior));
}
double Quad::depth() const {
  return 0.5 * (length(posterior_superior - anterior_superior) + length(posterior_inferior - anterior_inferior));
}
PlanePoint Quad::towards_posterior() const {
  return unit((posterior_superior - anterior_superior) + (posterior_inferior - anterior_inferior));
}
PlanePoint Quad::towards_inferior() const {
  const PlanePoint p = towards_posterior();
  return {-p.inferior, p.posterior};
}

Quad quad_of(const Box& box) {
  const PlanePoint u = box.towards_posterior() * (0.5 * box.depth), v = box.towards_inferior() * (0.5 * box.height);
  return {box.centre - u - v, box.centre + u - v, box.centre + u + v, box.centre - u + v};
}

Quad grown(const Quad& q, double outwards) {
  const PlanePoint u = q.towards_posterior() * outwards, v = q.towards_inferior() * outwards;
  return {q.anterior_superior - u - v, q.posterior_superior + u - v, q.posterior_inferior + u + v,
          q.anterior_inferior - u + v};
}

std::optional<Quad> fitted_quad(const std::vector<PlanePoint>& points, const Quad& start, double taper) {
  const auto sides = side_points(points);
  const PlanePoint back = start.towards_posterior(), down = start.towards_inferior();
  const double superior = side_angle(sides[0], back), inferior = side_angle(sides[2], back);
  const double mean = 0.5 * (superior + inferior);
  const double half = std::clamp(0.5 * (superior - inferior), -0.5 * taper, 0.5 * taper);
  const auto lean = [&](double angle) { return mean + std::clamp(angle - mean, -0.5 * taper, 0.5 * taper); };
  const std::array<Line, 4> lines = {line_through(sides[0], turned(back, mean + half)),
                                     line_through(sides[1], turned(down, lean(side_angle(sides[1], down)))),
                                     line_through(sides[2], turned(back, mean - half)),
                                     line_through(sides[3], turned(down, lean(side_angle(sides[3], down))))};
  const auto as = crossing(lines[3], lines[0]), ps = crossing(lines[0], lines[1]);
  const auto pi = crossing(lines[1], lines[2]), ai = crossing(lines[2], lines[3]);
  if (!as || !ps || !pi || !ai)
    return std::nullopt;
  Quad quad{*as, *ps, *pi, *ai};
  if (taper < kTaperToBend)
    return quad;
  const PlanePoint inwards = quad.towards_inferior();
  const std::size_t opposite = static_cast<std::size_t>(kRaysOfSide[0] + kRaysOfSide[1]);
  quad.superior_bend = bend_of(points, 0, static_cast<std::size_t>(kRaysOfSide[0]), inwards);
  quad.inferior_bend = bend_of(points, opposite, static_cast<std::size_t>(kRaysOfSide[2]), inwards * -1.0);
  return quad;
}

double disc_between(const Quad& above, const Quad& below) {
  const PlanePoint top = (above.anterior_inferior + above.posterior_inferior) * 0.5;
  const PlanePoint bottom = (below.anterior_superior + below.posterior_superior) * 0.5;
  const PlanePoint down = above.towards_inferior() + below.towards_inferior();
  return dot(bottom - top, down) / std::max(1e-6, length(down));
}

double disc_between_rims(const Quad& above, const Quad& below) {
  return disc_between(above, below) - kRimShare * (above.inferior_bend + below.superior_bend);
}

bool plausible(const Quad& q) {
  const auto side = [](PlanePoint a, PlanePoint b) { return length(b - a); };
  const double anterior = side(q.anterior_superior, q.anterior_inferior);
  const double posterior = side(q.posterior_superior, q.posterior_inferior);
  const double superior = side(q.anterior_superior, q.posterior_superior);
  const double inferior = side(q.anterior_inferior, q.posterior_inferior);
  return std::min(anterior, posterior) > kShortestWall && std::min(superior, inferior) > kShortestEndplate &&
         std::max(anterior, posterior) < kTallestWall && std::max(superior, inferior) < kLongestEndplate &&
         dot(q.posterior_superior - q.anterior_superior, q.posterior_inferior - q.anterior_inferior) > 0.0 &&
         dot(q.anterior_inferior - q.anterior_superior, q.posterior_inferior - q.posterior_superior) > 0.0;
}

} // namespace spondyl::segmentation::mr
