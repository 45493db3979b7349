#include "plane.h"

#include <algorithm>
#include <cmath>

namespace spondyl::simulation {
namespace {

PatientVector unit(PatientVector vector) {
  return vector * (1.0 / length(vector));
}

PlanePoint turned(PlanePoint point, double angle) {
  const double c = std::cos(angle), s = std::sin(angle);
  return {c * point.anterior - s * point.superior, s * point.anterior + c * point.superior};
}

} // namespace

double length(PlanePoint a) {
  return std::hypot(a.anterior, a.superior);
}

BodyPlane::BodyPlane(const SixPoints& body) {
  const PatientPoint top = midpoint(body.anterior_superior, body.posterior_superior);
  const PatientPoint bottom = midpoint(body.anterior_inferior, body.posterior_inferior);
  frame_.centre = midpoint(top, bottom);
  frame_.anterior =
      unit((body.anterior_superior - body.posterior_superior) + (body.anterior_inferior - body.posterior_inferior));
  const PatientVector up = top - bottom;
  frame_.superior = unit(up - frame_.anterior * dot(up, frame_.anterior));
  frame_.left = cross(frame_.superior, frame_.anterior);
}

PlanePoint BodyPlane::project(PatientPoint point) const {
  const PatientVector offset = point - frame_.centre;
  return {dot(offset, frame_.anterior), dot(offset, frame_.superior)};
}

PlaneBody BodyPlane::project(const SixPoints& body) const {
  return {project(body.anterior_superior), project(body.anterior_inferior),  project(body.middle_superior),
          project(body.middle_inferior),   project(body.posterior_superior), project(body.posterior_inferior)};
}

PatientPoint BodyPlane::moved(PatientPoint point, PlanePoint shift) const {
  return point + frame_.anterior * shift.anterior + frame_.superior * shift.superior;
}

EndplateCurve::EndplateCurve(PlanePoint posterior, PlanePoint middle, PlanePoint anterior)
    : points_{posterior, middle, anterior} {}

double EndplateCurve::superior_at(double anterior) const {
  const auto& [p, m, a] = points_;
  const double x = std::clamp(anterior, p.anterior, a.anterior);
  const double to_p = x - p.anterior, to_m = x - m.anterior, to_a = x - a.anterior;
  const double p_m = p.anterior - m.anterior, p_a = p.anterior - a.anterior, m_a = m.anterior - a.anterior;
  return p.superior * to_m * to_a / (p_m * p_a) - m.superior * to_p * to_a / (p_m * m_a) +
         a.superior * to_p * to_m / (p_a * m_a);
}

double EndplateCurve::across(double anterior) const {
  const double from = points_[0].anterior, to = points_[2].anterior;
  return 2.0 * (anterior - from) / (to - from) - 1.0;
}

std::vector<PlanePoint> EndplateCurve::from_posterior_to_anterior() const {
  constexpr int pieces = 8;
  std::vector<PlanePoint> curve;
  for (int i = 0; i <= pieces; ++i) {
    const double share = static_cast<double>(i) / pieces;
    const double anterior = points_[0].anterior + share * (points_[2].anterior - points_[0].anterior);
    curve.push_back({anterior, superior_at(anterior)});
  }
  return curve;
}

PlanePoint RigidMotion::forward(PlanePoint point) const {
  return turned(point - pivot, angle) + pivot + shift;
}

PlanePoint RigidMotion::backward(PlanePoint point) const {
  return turned(point - pivot - shift, -angle) + pivot;
}

} // namespace spondyl::simulation
