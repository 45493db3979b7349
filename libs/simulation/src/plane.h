#pragma once

#include <array>
#include <spondyl/model/landmarks.h>
#include <vector>

namespace spondyl::simulation {

/// A point of the body's sagittal plane (mm): towards the front, towards the head.
struct PlanePoint {
  double anterior = 0.0, superior = 0.0;

  friend PlanePoint operator+(PlanePoint a, PlanePoint b) { return {a.anterior + b.anterior, a.superior + b.superior}; }
  friend PlanePoint operator-(PlanePoint a, PlanePoint b) { return {a.anterior - b.anterior, a.superior - b.superior}; }
  friend PlanePoint operator*(PlanePoint a, double s) { return {a.anterior * s, a.superior * s}; }
};
[[nodiscard]] double length(PlanePoint a);

/// The six points within that plane.
struct PlaneBody {
  PlanePoint anterior_superior, anterior_inferior, middle_superior, middle_inferior, posterior_superior,
      posterior_inferior;
};

/// The sagittal plane of one body; the third coordinate runs along `left` and is never changed.
class BodyPlane {
public:
  explicit BodyPlane(const SixPoints& body);
  [[nodiscard]] PlanePoint project(PatientPoint point) const;
  [[nodiscard]] PlaneBody project(const SixPoints& body) const;
  /// `point` moved within the plane by `shift`.
  [[nodiscard]] PatientPoint moved(PatientPoint point, PlanePoint shift) const;

private:
  BodyFrame frame_;
};

/// An endplate through three points: its height over the plane's anterior axis, level beyond the corners.
class EndplateCurve {
public:
  EndplateCurve(PlanePoint posterior, PlanePoint middle, PlanePoint anterior);
  [[nodiscard]] double superior_at(double anterior) const;
  /// -1 at the posterior corner, 1 at the anterior one.
  [[nodiscard]] double across(double anterior) const;
  [[nodiscard]] std::vector<PlanePoint> from_posterior_to_anterior() const;

private:
  std::array<PlanePoint, 3> points_;
};

/// A rigid motion of the plane: a turn about `pivot`, then a shift.
struct RigidMotion {
  PlanePoint pivot, shift;
  double angle = 0.0; ///< radians, from anterior towards superior

  [[nodiscard]] PlanePoint forward(PlanePoint point) const;
  [[nodiscard]] PlanePoint backward(PlanePoint point) const;
};

} // namespace spondyl::simulation
