#include "shape_prior.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace spondyl::radiograph {
namespace {

constexpr double kDegree = std::numbers::pi / 180.0;
// A lumbar body of 27 mm over a disc of 9-10 mm: height / spacing about 0.74 (clinical norms; deviation wide enough for
// fractures). Angles, taper and shear: engineering choice.
constexpr double kLogHeight = -0.30, kLogHeightDeviation = 0.13;
constexpr double kAngleDeviation = 9.0 * kDegree, kWedgeDeviation = 6.0 * kDegree;
constexpr double kTaperDeviation = 0.08, kShearDeviation = 0.12;

constexpr double kPairLogDepth = 0.09, kPairLogHeight = 0.13, kPairAngle = 8.0 * kDegree;
constexpr double kPairWall = 0.07, kPairGap = 0.09, kGapMean = 0.26; // of the spacing
constexpr double kCap = 4.5;                                         // of each term: outliers exist

double squared(double v) {
  return v * v;
}
double half_square(double v) {
  return 0.5 * squared(v);
}
/// The angle between the endplates that makes the normal height ratio.
double wedge_mean(const Tether& t) {
  return (1.0 - t.anterior_to_posterior) * std::exp(kLogHeight - t.log_depth_mean);
}
double capped(double v) {
  return std::min(kCap, half_square(v));
}

} // namespace

double prior_energy(const Shape& p, const Tether& t) {
  return half_square(p[shift_posterior] / t.centre) + half_square(p[shift_inferior] / t.centre) +
         half_square(0.5 * (p[superior_angle] + p[inferior_angle]) / kAngleDeviation) +
         half_square((p[inferior_angle] - p[superior_angle] - wedge_mean(t)) / kWedgeDeviation) +
         half_square((p[log_height] - kLogHeight) / kLogHeightDeviation) + half_square(p[log_taper] / kTaperDeviation) +
         half_square(p[shear] / kShearDeviation) +
         half_square((p[log_depth] - t.log_depth_mean) / t.log_depth_deviation);
}

Shape mean_shape(const Tether& t) {
  Shape shape{};
  shape[inferior_angle] = 0.5 * wedge_mean(t);
  shape[superior_angle] = -0.5 * wedge_mean(t);
  shape[log_height] = kLogHeight;
  shape[log_depth] = t.log_depth_mean;
  return shape;
}

Shape shape_deviation(const Tether& t) {
  return {t.centre,        t.centre,        kAngleDeviation,      kAngleDeviation, kLogHeightDeviation,
          kTaperDeviation, kShearDeviation, t.log_depth_deviation};
}

double pair_energy(const BodyQuad& above, const Shape& a, const SpineFrame& fa, const BodyQuad& below, const Shape& b,
                   const SpineFrame& fb) {
  const double s = 0.5 * (fa.spacing + fb.spacing);
  const FilmVector down = fa.inferior + fb.inferior, back = fa.posterior + fb.posterior;
  const auto along = [&](FilmVector v, FilmVector axis) { return dot(v, axis) / length(axis) / s; };
  const FilmVector front_step = below.anterior_superior - above.anterior_inferior;
  const FilmVector rear_step = below.posterior_superior - above.posterior_inferior;
  const double gap = 0.5 * (along(front_step, down) + along(rear_step, down));
  const double turn = std::asin(std::clamp(dot(fb.posterior, fa.inferior), -1.0, 1.0));
  const double disc_angle = b[superior_angle] - a[inferior_angle] + turn;
  return capped((a[log_depth] - b[log_depth] + std::log(fa.spacing / fb.spacing)) / kPairLogDepth) +
         capped((a[log_height] - b[log_height]) / kPairLogHeight) + capped(disc_angle / kPairAngle) +
         capped(along(front_step, back) / kPairWall) + capped(along(rear_step, back) / kPairWall) +
         capped((gap - kGapMean) / kPairGap) + (gap < 0.03 ? 5.0 : 0.0);
}

} // namespace spondyl::radiograph
