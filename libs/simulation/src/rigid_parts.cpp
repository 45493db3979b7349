#include "rigid_parts.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spondyl::simulation {
namespace {

constexpr double kBeyond = 400.0; // mm: the column goes on beyond the last known body, past any field of view

double square(PlanePoint a) {
  return a.anterior * a.anterior + a.superior * a.superior;
}

double squared_distance_to_segment(PlanePoint point, PlanePoint from, PlanePoint to) {
  const PlanePoint along = to - from, offset = point - from;
  const double projected = offset.anterior * along.anterior + offset.superior * along.superior;
  const double whole = square(along);
  const double share = whole > 0.0 ? std::clamp(projected / whole, 0.0, 1.0) : 0.0;
  return square(offset - along * share);
}

/// Whether a ray towards the front crosses the edge.
bool crosses(PlanePoint point, PlanePoint from, PlanePoint to) {
  if ((from.superior > point.superior) == (to.superior > point.superior))
    return false;
  const double share = (point.superior - from.superior) / (to.superior - from.superior);
  return point.anterior < from.anterior + share * (to.anterior - from.anterior);
}

PlanePoint unit(PlanePoint vector) {
  return vector * (1.0 / length(vector));
}

PlanePoint axis_of(const PlaneBody& body) {
  return unit((body.anterior_superior + body.posterior_superior) - (body.anterior_inferior + body.posterior_inferior));
}

Polygon column(std::vector<PlanePoint> endplate, const std::vector<PlanePoint>& anterior_wall,
               const std::vector<PlanePoint>& posterior_wall) {
  endplate.insert(endplate.end(), anterior_wall.begin(), anterior_wall.end());
  endplate.insert(endplate.end(), posterior_wall.rbegin(), posterior_wall.rend());
  return Polygon(std::move(endplate));
}

/// From the superior endplate of the body to beyond the top of the spine.
Polygon column_above(const std::vector<PlaneBody>& spine, std::size_t body) {
  const PlaneBody& broken = spine[body];
  std::vector<PlanePoint> front, back;
  for (std::size_t i = body; i-- > 0;) {
    front.insert(front.end(), {spine[i].anterior_inferior, spine[i].anterior_superior});
    back.insert(back.end(), {spine[i].posterior_inferior, spine[i].posterior_superior});
  }
  const PlanePoint beyond = axis_of(spine.front()) * kBeyond;
  front.push_back(spine.front().anterior_superior + beyond);
  back.push_back(spine.front().posterior_superior + beyond);
  const EndplateCurve endplate(broken.posterior_superior, broken.middle_superior, broken.anterior_superior);
  return column(endplate.from_posterior_to_anterior(), front, back);
}

Polygon column_below(const std::vector<PlaneBody>& spine, std::size_t body) {
  const PlaneBody& broken = spine[body];
  std::vector<PlanePoint> front, back;
  for (std::size_t i = body + 1; i < spine.size(); ++i) {
    front.insert(front.end(), {spine[i].anterior_superior, spine[i].anterior_inferior});
    back.insert(back.end(), {spine[i].posterior_superior, spine[i].posterior_inferior});
  }
  const PlanePoint beyond = axis_of(spine.back()) * -kBeyond;
  front.push_back(spine.back().anterior_inferior + beyond);
  back.push_back(spine.back().posterior_inferior + beyond);
  const EndplateCurve endplate(broken.posterior_inferior, broken.middle_inferior, broken.anterior_inferior);
  return column(endplate.from_posterior_to_anterior(), front, back);
}

} // namespace

double Polygon::distance(PlanePoint point) const {
  double nearest = std::numeric_limits<double>::infinity();
  bool inside = false;
  for (std::size_t i = 0; i < corners_.size(); ++i) {
    const PlanePoint from = corners_[i], to = corners_[(i + 1) % corners_.size()];
    nearest = std::min(nearest, squared_distance_to_segment(point, from, to));
    inside ^= crosses(point, from, to);
  }
  return inside ? 0.0 : std::sqrt(nearest);
}

Polygon Polygon::moved(const RigidMotion& motion) const {
  std::vector<PlanePoint> corners;
  for (const PlanePoint corner : corners_)
    corners.push_back(motion.forward(corner));
  return Polygon(std::move(corners));
}

RigidParts::RigidParts(const std::vector<PlaneBody>& spine, std::size_t body, const RigidMotion& motion, double shell)
    : above_(column_above(spine, body).moved(motion)), below_(column_below(spine, body)), motion_(motion),
      shell_(shell) {}

double RigidParts::share(PlanePoint moved) const {
  const double from_below = std::max(0.0, below_.distance(moved) - shell_);
  const double from_above = std::max(0.0, above_.distance(moved) - shell_);
  return from_below + from_above > 0.0 ? from_below / (from_below + from_above) : 0.5;
}

PlanePoint RigidParts::backward(PlanePoint moved) const {
  return moved + (motion_.backward(moved) - moved) * share(moved);
}

PlanePoint RigidParts::forward(PlanePoint original) const {
  // The point lies near the line from where it was to where the upper part would carry it; bisection, then Newton.
  const PlanePoint path = motion_.forward(original) - original;
  double low = 0.0, high = 1.0;
  for (int i = 0; i < 40; ++i) {
    const double middle = 0.5 * (low + high);
    (share(original + path * middle) > middle ? low : high) = middle;
  }
  PlanePoint moved = original + path * high;
  constexpr double step = 1e-4, close = 1e-7; // mm
  for (int i = 0; i < 30; ++i) {
    const PlanePoint miss = backward(moved) - original;
    if (length(miss) < close)
      break;
    const PlanePoint by_a =
        (backward(moved + PlanePoint{step, 0}) - backward(moved - PlanePoint{step, 0})) * (0.5 / step);
    const PlanePoint by_s =
        (backward(moved + PlanePoint{0, step}) - backward(moved - PlanePoint{0, step})) * (0.5 / step);
    const double determinant = by_a.anterior * by_s.superior - by_s.anterior * by_a.superior;
    moved = moved - PlanePoint{(miss.anterior * by_s.superior - by_s.anterior * miss.superior) / determinant,
                               (by_a.anterior * miss.superior - miss.anterior * by_a.superior) / determinant};
  }
  return moved;
}

} // namespace spondyl::simulation
