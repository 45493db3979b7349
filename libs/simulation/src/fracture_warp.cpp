#include <spondyl/simulation/fracture_warp.h>

#include "middle_loss.h"
#include "rigid_parts.h"

#include <algorithm>
#include <cmath>

namespace spondyl::simulation {
namespace {

constexpr double kGreatestLoss = 0.7;
constexpr double kShell = 2.0;           // mm: cortex and endplate keep their thickness; engineering choice
constexpr double kShellShare = 0.2;      // of the remaining height at most
constexpr double kUnknownDisc = 6.0;     // mm: disc height where the neighbour is not known; engineering choice
constexpr double kGreatestAngle = 0.9;   // radians, bound of the search
constexpr double kLeastBodyHeight = 4.0; // mm: less is no body

bool is_body(const PlaneBody& body) {
  return body.anterior_superior.superior - body.anterior_inferior.superior > kLeastBodyHeight &&
         body.middle_superior.superior - body.middle_inferior.superior > kLeastBodyHeight &&
         body.posterior_superior.superior - body.posterior_inferior.superior > kLeastBodyHeight &&
         body.posterior_superior.anterior < body.middle_superior.anterior &&
         body.middle_superior.anterior < body.anterior_superior.anterior &&
         body.posterior_inferior.anterior < body.middle_inferior.anterior &&
         body.middle_inferior.anterior < body.anterior_inferior.anterior;
}

bool is_possible(double loss) {
  return loss >= 0.0 && loss <= kGreatestLoss;
}

/// The motion that brings the superior endplate down to the two outer heights wanted.
RigidMotion collapse(const PlaneBody& body, const HeightLosses& losses) {
  const double wanted = (1.0 - losses.anterior) * length(body.anterior_superior - body.anterior_inferior);
  RigidMotion motion{body.posterior_superior, (body.posterior_inferior - body.posterior_superior) * losses.posterior,
                     0.0};
  double low = -kGreatestAngle, high = kGreatestAngle; // the anterior height grows with the angle
  for (int i = 0; i < 60; ++i) {
    motion.angle = 0.5 * (low + high);
    const PlanePoint corner = motion.forward(body.anterior_superior);
    const bool too_low = corner.superior < body.anterior_inferior.superior;
    (too_low || length(corner - body.anterior_inferior) < wanted ? low : high) = motion.angle;
  }
  return motion;
}

PlaneBody after(const RigidMotion& motion, PlaneBody body) {
  body.anterior_superior = motion.forward(body.anterior_superior);
  body.middle_superior = motion.forward(body.middle_superior);
  body.posterior_superior = motion.forward(body.posterior_superior);
  return body;
}

EndplateCurve shifted_endplate(PlanePoint posterior, PlanePoint middle, PlanePoint anterior, double by) {
  const PlanePoint shift{0.0, by};
  return {posterior + shift, middle + shift, anterior + shift};
}

/// The endplate that faces the body's superior one, as it lies after the motion.
EndplateCurve facing_above(const std::vector<PlaneBody>& spine, std::size_t body, const PlaneBody& broken,
                           const RigidMotion& motion) {
  if (body == 0)
    return shifted_endplate(broken.posterior_superior, broken.middle_superior, broken.anterior_superior, kUnknownDisc);
  const PlaneBody& above = spine[body - 1];
  return {motion.forward(above.posterior_inferior), motion.forward(above.middle_inferior),
          motion.forward(above.anterior_inferior)};
}

EndplateCurve facing_below(const std::vector<PlaneBody>& spine, std::size_t body) {
  const PlaneBody& broken = spine[body];
  if (body + 1 == spine.size())
    return shifted_endplate(broken.posterior_inferior, broken.middle_inferior, broken.anterior_inferior, -kUnknownDisc);
  const PlaneBody& below = spine[body + 1];
  return {below.posterior_superior, below.middle_superior, below.anterior_superior};
}

double shell_of(const PlaneBody& broken) {
  const double least = std::min({length(broken.anterior_superior - broken.anterior_inferior),
                                 length(broken.middle_superior - broken.middle_inferior),
                                 length(broken.posterior_superior - broken.posterior_inferior)});
  return std::min(kShell, kShellShare * least);
}

} // namespace

class FractureWarp::Plan {
public:
  Plan(const BodyPlane& plane, const std::vector<PlaneBody>& spine, std::size_t body, const HeightLosses& losses)
      : plane_(plane), motion_(collapse(spine[body], losses)), lowered_(after(motion_, spine[body])),
        parts_(spine, body, motion_, shell_of(lowered_)),
        middle_(lowered_, facing_above(spine, body, lowered_, motion_), facing_below(spine, body), shell_of(lowered_)) {
    const double height = length(spine[body].middle_superior - spine[body].middle_inferior);
    press_middle_to((1.0 - losses.middle) * height);
  }

  [[nodiscard]] PatientPoint broken(PatientPoint point) const {
    const PlanePoint from = plane_.project(point);
    return plane_.moved(point, middle_.forward(parts_.forward(from)) - from);
  }
  [[nodiscard]] PatientPoint unbroken(PatientPoint point) const {
    const PlanePoint from = plane_.project(point);
    return plane_.moved(point, parts_.backward(middle_.backward(from)) - from);
  }

private:
  [[nodiscard]] double middle_height() const {
    return length(middle_.forward(lowered_.middle_superior) - middle_.forward(lowered_.middle_inferior));
  }
  void press_middle_to(double wanted) {
    double low = middle_.possible(-1e3), high = middle_.possible(1e3); // the height falls with the depth
    for (int i = 0; i < 60; ++i) {
      const double depth = 0.5 * (low + high);
      middle_.set_depth(depth);
      (middle_height() > wanted ? low : high) = depth;
    }
  }

  BodyPlane plane_;
  RigidMotion motion_;
  PlaneBody lowered_; ///< the broken body before its endplates are pressed in
  RigidParts parts_;
  MiddleLoss middle_;
};

HeightLosses losses_of(FractureShape shape, double loss) {
  switch (shape) {
  case FractureShape::wedge:
    return {loss, 0.5 * loss, 0.0};
  case FractureShape::biconcave:
    return {0.0, loss, 0.0};
  case FractureShape::crush:
    return {loss, loss, loss};
  case FractureShape::none:
    break;
  }
  return {};
}

Result<FractureWarp> FractureWarp::make(const std::vector<SixPoints>& spine, std::size_t body,
                                        const HeightLosses& losses) {
  if (body >= spine.size())
    return failure(ErrorCode::invalid_argument, "The body that shall break is not among those known.");
  if (!is_possible(losses.anterior) || !is_possible(losses.middle) || !is_possible(losses.posterior))
    return failure(ErrorCode::invalid_argument, "A height can lose between 0 and 70 %.");
  const BodyPlane plane(spine[body]);
  std::vector<PlaneBody> in_plane;
  for (const SixPoints& points : spine)
    in_plane.push_back(plane.project(points));
  if (!is_body(in_plane[body]))
    return failure(ErrorCode::invalid_argument, "The landmarks of the body that shall break make no vertebral body.");
  return FractureWarp(std::make_shared<const Plan>(plane, in_plane, body, losses));
}

PatientPoint FractureWarp::broken(PatientPoint unbroken) const {
  return plan_->broken(unbroken);
}

SixPoints FractureWarp::broken(const SixPoints& unbroken) const {
  SixPoints moved;
  for (const auto& [name, member] : kLandmarkMembers<PatientPoint>)
    moved.*member = plan_->broken(unbroken.*member);
  return moved;
}

PatientPoint FractureWarp::unbroken(PatientPoint broken) const {
  return plan_->unbroken(broken);
}

} // namespace spondyl::simulation
