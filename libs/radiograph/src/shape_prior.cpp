#include "shape_prior.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace spondyl::radiograph {
namespace {

constexpr double kDegree = std::numbers::pi / 180.0;
// Angles, taper and shear: engineering choice; a squashed film shears what is inclined.
constexpr double kLooseAngle = 9.0 * kDegree, kWedgeDeviation = 6.0 * kDegree;
constexpr double kTaperDeviation = 0.08, kLooseShear = 0.12;
// In true proportions the walls stand upright on the endplates, leaning forward a little.
constexpr double kSkew = -3.0 * kDegree, kSkewDeviation = 5.0 * kDegree;

constexpr double kPairLogDepth = 0.09, kPairLogHeight = 0.13, kPairAngle = 8.0 * kDegree;
constexpr double kPairWall = 0.07, kPairGap = 0.09; // of the spacing
constexpr double kCap = 4.5;                        // of each term: outliers exist

double squared(double v) {
  return v * v;
}
double half_square(double v) {
  return 0.5 * squared(v);
}
/// The angle between the endplates that makes the normal height ratio.
double wedge_mean(const Tether& t) {
  return (1.0 - t.normal.anterior_to_posterior) * std::exp(t.normal.log_height - t.normal.log_depth);
}
double inclination(const Shape& p) {
  return 0.5 * (p[superior_angle] + p[inferior_angle]);
}
double pose_energy(const Shape& p, const Tether& t) {
  if (!t.true_proportions)
    return half_square(inclination(p) / kLooseAngle) + half_square(p[shear] / kLooseShear);
  return half_square((inclination(p) - t.normal.inclination) / t.normal.inclination_deviation) +
         half_square((std::atan(p[shear]) + inclination(p) - kSkew) / kSkewDeviation);
}
/// Like half the square near 0, but fractures are rare, not impossible: Student's t of 3 degrees of freedom.
double heavy_tailed(double v) {
  return 2.0 * std::log1p(squared(v) / 4.0);
}
double capped(double v) {
  return std::min(kCap, half_square(v));
}

} // namespace

double prior_energy(const Shape& p, const Tether& t) {
  return half_square(p[shift_posterior] / t.centre) + half_square(p[shift_inferior] / t.centre) + pose_energy(p, t) +
         heavy_tailed((p[inferior_angle] - p[superior_angle] - wedge_mean(t)) / kWedgeDeviation) +
         heavy_tailed((p[log_height] - t.normal.log_height) / t.normal.log_height_deviation) +
         half_square(p[log_taper] / kTaperDeviation) +
         half_square((p[log_depth] - t.normal.log_depth) / t.log_depth_deviation);
}

Shape mean_shape(const Tether& t) {
  const double lean = t.true_proportions ? t.normal.inclination : 0.0;
  Shape shape{};
  shape[inferior_angle] = lean + 0.5 * wedge_mean(t);
  shape[superior_angle] = lean - 0.5 * wedge_mean(t);
  shape[shear] = t.true_proportions ? std::tan(kSkew - lean) : 0.0;
  shape[log_height] = t.normal.log_height;
  shape[log_depth] = t.normal.log_depth;
  return shape;
}

Shape shape_deviation(const Tether& t) {
  const double angle =
      t.true_proportions ? std::hypot(t.normal.inclination_deviation, 0.5 * kWedgeDeviation) : kLooseAngle;
  return {t.centre,
          t.centre,
          angle,
          angle,
          t.normal.log_height_deviation,
          kTaperDeviation,
          kLooseShear,
          t.log_depth_deviation};
}

double pair_energy(const PlacedShape& above, const PlacedShape& below) {
  const Shape &a = above.shape, &b = below.shape;
  const SpineFrame &fa = above.frame, &fb = below.frame;
  const LevelShape &na = above.tether.normal, &nb = below.tether.normal;
  const double s = 0.5 * (fa.spacing + fb.spacing);
  const FilmVector down = fa.inferior + fb.inferior, back = fa.posterior + fb.posterior;
  const auto along = [&](FilmVector v, FilmVector axis) { return dot(v, axis) / length(axis) / s; };
  const FilmVector front_step = below.quad.anterior_superior - above.quad.anterior_inferior;
  const FilmVector rear_step = below.quad.posterior_superior - above.quad.posterior_inferior;
  const double gap = 0.5 * (along(front_step, down) + along(rear_step, down));
  const double turn = std::asin(std::clamp(dot(fb.posterior, fa.inferior), -1.0, 1.0));
  const double disc_angle = b[superior_angle] - a[inferior_angle] + turn;
  const double gap_mean = 1.0 - 0.5 * (std::exp(na.log_height) + std::exp(nb.log_height));
  const double depth_step = a[log_depth] - b[log_depth] + std::log(fa.spacing / fb.spacing);
  const double height_step = a[log_height] - na.log_height - b[log_height] + nb.log_height;
  return capped(depth_step / kPairLogDepth) + heavy_tailed(height_step / kPairLogHeight) +
         heavy_tailed(disc_angle / kPairAngle) + capped(along(front_step, back) / kPairWall) +
         capped(along(rear_step, back) / kPairWall) + capped((gap - gap_mean) / kPairGap) + (gap < 0.03 ? 5.0 : 0.0);
}

} // namespace spondyl::radiograph
