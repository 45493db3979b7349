#include "shapes.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spondyl::phantom {
namespace {

constexpr double kWaist = 1.3; ///< mm, how far the walls draw in at half height

/// Distance to a superellipse of half axes a and b, exact on the axes. `power` 2 or 4.
double oval_distance(double x, double y, double a, double b, bool squarish) {
  const double u = x / a, v = y / b;
  const double u2 = u * u, v2 = v * v;
  const double rho = std::sqrt(squarish ? std::sqrt(u2 * u2 + v2 * v2) : u2 + v2);
  if (rho < 1e-9)
    return -std::min(a, b);
  return (rho - 1.0) * std::sqrt(x * x + y * y) / rho;
}

/// Both conditions at once, with the outer edge where they meet rounded.
double rounded_intersection(double first, double second, double radius) {
  const double a = first + radius, b = second + radius;
  if (a > 0.0 && b > 0.0)
    return std::hypot(a, b) - radius;
  return std::max(a, b) - radius;
}

double rod_distance(PatientPoint point, const RodsShape::Rod& rod) {
  const PatientVector along = rod.to - rod.from, offset = point - rod.from;
  const double squared = dot(along, along), reached = dot(offset, along);
  if (reached <= 0.0)
    return length(offset) - rod.radius;
  return length(offset - along * std::min(1.0, reached / squared)) - rod.radius;
}

} // namespace

double body_distance(const Vertebra& vertebra, PatientPoint point) {
  const LocalPoint local = to_local(vertebra.frame, point);
  const double half_depth = 0.5 * vertebra.depth + kRimInset, half_width = 0.5 * vertebra.width + kRimInset;
  // The endplates flatten towards the sides as they do towards the front and back.
  const double side = std::min(1.0, std::abs(local.left) / half_width);
  const double middle = endplate_height(vertebra, local.anterior);
  const double edge_front = 0.5 * vertebra.anterior_height, edge_back = 0.5 * vertebra.posterior_height;
  const double u = std::clamp(local.anterior / half_depth, -1.0, 1.0);
  const double rim = 0.5 * (edge_front * (1.0 + u) + edge_back * (1.0 - u));
  const double top = middle + (rim - middle) * side * side * side * side;
  const double relative = std::min(1.0, std::abs(local.superior) / (0.97 * top));
  const double waist = kWaist * (1.0 - relative * relative);
  const double wall = oval_distance(local.anterior, local.left, half_depth, half_width, local.anterior < 0.0) + waist;
  return rounded_intersection(wall, std::abs(local.superior) - top, kRimRadius);
}

Sphere BodyShape::bounds() const {
  const double half_height = 0.5 * std::max(vertebra_.anterior_height, vertebra_.posterior_height);
  return {vertebra_.frame.centre, std::hypot(0.6 * vertebra_.depth, 0.6 * vertebra_.width, half_height + 1.0)};
}

CylinderShape::CylinderShape(const BodyFrame& frame, double half_anterior, double half_left, double half_height,
                             Tissue inside, Tissue shell, double shell_thickness)
    : Shape(inside, shell, shell_thickness), frame_(frame), half_anterior_(half_anterior), half_left_(half_left),
      half_height_(half_height) {}

double CylinderShape::distance(PatientPoint point) const {
  const LocalPoint local = to_local(frame_, point);
  const double wall = oval_distance(local.anterior, local.left, half_anterior_, half_left_, false);
  return std::max(wall, std::abs(local.superior) - half_height_);
}

Sphere CylinderShape::bounds() const {
  return {frame_.centre, std::hypot(std::max(half_anterior_, half_left_), half_height_)};
}

EllipsoidShape::EllipsoidShape(const BodyFrame& frame, double half_anterior, double half_left, double half_superior,
                               Tissue inside, Tissue shell, double shell_thickness)
    : Shape(inside, shell, shell_thickness), frame_(frame), half_anterior_(half_anterior), half_left_(half_left),
      half_superior_(half_superior) {}

double EllipsoidShape::distance(PatientPoint point) const {
  const LocalPoint local = to_local(frame_, point);
  const double rho =
      std::hypot(local.anterior / half_anterior_, local.left / half_left_, local.superior / half_superior_);
  if (rho < 1e-9)
    return -std::min({half_anterior_, half_left_, half_superior_});
  return (rho - 1.0) * std::hypot(local.anterior, local.left, local.superior) / rho;
}

Sphere EllipsoidShape::bounds() const {
  return {frame_.centre, std::max({half_anterior_, half_left_, half_superior_})};
}

double RodsShape::distance(PatientPoint point) const {
  double nearest = std::numeric_limits<double>::max();
  for (const Rod& rod : rods_)
    nearest = std::min(nearest, rod_distance(point, rod));
  return nearest;
}

Sphere RodsShape::bounds() const {
  PatientVector sum;
  for (const Rod& rod : rods_)
    sum = sum + (midpoint(rod.from, rod.to) - PatientPoint{});
  const PatientPoint centre = PatientPoint{} + sum / static_cast<double>(rods_.size());
  double radius = 0.0;
  for (const Rod& rod : rods_)
    radius = std::max(
        {radius, spondyl::distance(centre, rod.from) + rod.radius, spondyl::distance(centre, rod.to) + rod.radius});
  return {centre, radius};
}

std::unique_ptr<Shape> RodsShape::restricted_to(const Sphere& sphere) const {
  // A rod's distance decides anywhere in the sphere only if it is among the nearest, up to twice the radius.
  std::vector<double> distances;
  for (const Rod& rod : rods_)
    distances.push_back(rod_distance(sphere.centre, rod));
  const double limit = *std::ranges::min_element(distances) + 2.0 * sphere.radius;
  std::vector<Rod> near;
  for (std::size_t i = 0; i < rods_.size(); ++i)
    if (distances[i] <= limit)
      near.push_back(rods_[i]);
  return std::make_unique<RodsShape>(std::move(near), inside(), shell(), shell_thickness());
}

std::vector<RodsShape::Rod> chain_of_rods(std::span<const PatientPoint> points, double radius) {
  std::vector<RodsShape::Rod> rods;
  for (std::size_t i = 1; i < points.size(); ++i)
    rods.push_back({points[i - 1], points[i], radius});
  return rods;
}

} // namespace spondyl::phantom
