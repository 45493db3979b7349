#pragma once

#include "plane.h"

#include <optional>

namespace spondyl::simulation {

/// A closed region of the plane.
class Polygon {
public:
  Polygon() = default;
  explicit Polygon(std::vector<PlanePoint> corners) : corners_(std::move(corners)) {}
  /// mm from the region, 0 inside it.
  [[nodiscard]] double distance(PlanePoint point) const;
  [[nodiscard]] Polygon moved(const RigidMotion& motion) const;

private:
  std::vector<PlanePoint> corners_;
};

/// The spine above one body moves rigidly, the spine below stays; what lies between and around follows in proportion
/// to its distances from the two.
class RigidParts {
public:
  /// `spine` in the plane of `spine[body]`, cranial to caudal. `shell` mm around both parts move with them.
  RigidParts(const std::vector<PlaneBody>& spine, std::size_t body, const RigidMotion& motion, double shell);

  [[nodiscard]] PlanePoint backward(PlanePoint moved) const;
  [[nodiscard]] PlanePoint forward(PlanePoint original) const;

private:
  [[nodiscard]] double share(PlanePoint moved) const; ///< 0 with the part below, 1 with the part above

  Polygon above_, below_; ///< as they lie after the motion
  RigidMotion motion_;
  double shell_;
};

} // namespace spondyl::simulation
