#include <spondyl/morphometry/sagittal.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace spondyl::morphometry {
namespace {

constexpr double kDegrees = 180.0 / std::numbers::pi;
constexpr double kSmallestStatedSlip = 3.0; ///< mm, engineering choice: normal contours differ by as much

double uncertainty_mm(const std::optional<HeightMeasurement>& height) {
  if (!height || !(height->value > 0.0))
    return 0.0;
  return height->uncertainty.value_or(0.0) * height->value_mm.value_or(height->value) / height->value;
}

/// One film pixel in the plane of the film; the plane stands for the sagittal one.
PatientPoint on_film(PixelPoint point, double scale) {
  return {0.0, point.column * scale, -point.row * scale};
}

SixPoints on_film(const SixPixels& pixels, const Heights& heights) {
  const auto& posterior = heights.posterior;
  const double scale =
      posterior && posterior->value > 0.0 ? posterior->value_mm.value_or(posterior->value) / posterior->value : 1.0;
  SixPoints points;
  for (std::size_t i = 0; i < kLandmarkMembers<PixelPoint>.size(); ++i)
    points.*kLandmarkMembers<PatientPoint>[i].second = on_film(pixels.*kLandmarkMembers<PixelPoint>[i].second, scale);
  return points;
}

/// A corner's error is that of its height, shared by two ends; a direction's that of two corners over the depth.
SagittalEndplate endplate(PatientPoint anterior, PatientPoint posterior, const SagittalBody& body) {
  const double corners = std::hypot(body.anterior_uncertainty, body.posterior_uncertainty) / std::numbers::sqrt2;
  return {{anterior, posterior}, kDegrees * corners / std::max(1e-9, distance(anterior, posterior))};
}

PatientVector forward(const SagittalEndplate& endplate) {
  return endplate.line.anterior - endplate.line.posterior;
}

PatientVector in_plane(PatientVector direction, PatientVector left) {
  return normalized(direction - left * dot(direction, left));
}

int meyerding_grade(double fraction) {
  return fraction <= 0.25 ? 1 : fraction <= 0.50 ? 2 : fraction <= 0.75 ? 3 : fraction <= 1.0 ? 4 : 5;
}

} // namespace

std::optional<SagittalBody> sagittal_body(const VertebraFinding& vertebra) {
  if (vertebra.status != MeasurementStatus::measured || !vertebra.landmarks)
    return std::nullopt;
  SagittalBody body;
  body.anterior_uncertainty = uncertainty_mm(vertebra.heights.anterior);
  body.posterior_uncertainty = uncertainty_mm(vertebra.heights.posterior);
  if (const auto* pixels = std::get_if<SixPixels>(&*vertebra.landmarks))
    body.points = on_film(*pixels, vertebra.heights);
  else
    body.points = std::get<SixPoints>(*vertebra.landmarks);
  return body;
}

SagittalEndplate superior_endplate(const SagittalBody& body) {
  return endplate(body.points.anterior_superior, body.points.posterior_superior, body);
}

SagittalEndplate inferior_endplate(const SagittalBody& body) {
  return endplate(body.points.anterior_inferior, body.points.posterior_inferior, body);
}

PatientVector left_of(const SixPoints& points) {
  const PatientVector superior =
      (points.anterior_superior - points.anterior_inferior) + (points.posterior_superior - points.posterior_inferior);
  const PatientVector anterior =
      (points.anterior_superior - points.posterior_superior) + (points.anterior_inferior - points.posterior_inferior);
  return normalized(cross(superior, anterior));
}

Angle angle_between(const SagittalEndplate& superior, const SagittalEndplate& inferior, PatientVector left) {
  const PatientVector upper = in_plane(forward(superior), left), lower = in_plane(forward(inferior), left);
  // A positive turn about `left` carries the anterior direction downwards.
  return {kDegrees * std::atan2(dot(cross(lower, upper), left), dot(lower, upper)),
          std::hypot(superior.direction_uncertainty, inferior.direction_uncertainty)};
}

DiscFinding disc_between(const SagittalBody& upper, const SagittalEndplate& lower,
                         std::optional<PatientPoint> lower_middle) {
  const SagittalEndplate above = inferior_endplate(upper);
  const PatientVector left = left_of(upper.points);
  const PatientVector along = normalized(in_plane(forward(above), left) + in_plane(forward(lower), left));
  const PatientVector normal = normalized(cross(along, left)); // towards the head
  const auto gap = [&normal](PatientPoint top, PatientPoint bottom) { return dot(top - bottom, normal); };
  DiscFinding disc;
  disc.anterior_height = gap(above.line.anterior, lower.line.anterior);
  disc.posterior_height = gap(above.line.posterior, lower.line.posterior);
  disc.middle_height =
      gap(upper.points.middle_inferior, lower_middle.value_or(midpoint(lower.line.anterior, lower.line.posterior)));
  const double depths = length(forward(above)) + length(forward(lower));
  disc.index = (*disc.anterior_height + *disc.posterior_height) / depths;
  disc.index_uncertainty = std::hypot(upper.anterior_uncertainty, upper.posterior_uncertainty) / depths;
  disc.angle = -angle_between(above, lower, left).degrees;
  return disc;
}

Slip slip_of(const SagittalBody& upper, const SagittalEndplate& lower) {
  const PatientVector along = in_plane(forward(lower), left_of(upper.points));
  const double depth = length(forward(lower));
  Slip slip;
  slip.distance = dot(upper.points.posterior_inferior - lower.line.posterior, along);
  slip.fraction = std::abs(slip.distance) / depth;
  slip.uncertainty = upper.posterior_uncertainty; // two posterior corners, each with the error of one
  if (slip.distance >= kSmallestStatedSlip && slip.distance > 2.0 * *slip.uncertainty)
    slip.meyerding_grade = meyerding_grade(*slip.fraction);
  return slip;
}

} // namespace spondyl::morphometry
