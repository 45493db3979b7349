#include "middle_loss.h"

#include <algorithm>

namespace spondyl::simulation {
namespace {

constexpr double kLeastDisc = 1.0;     // mm: where landmarks leave no room for a disc; engineering choice
constexpr double kGreatestShare = 0.7; // of a disc or of half a body that may be pressed away; engineering choice

} // namespace

/// Along one line of the plane, caudal to cranial: disc below | shell | body | shell | disc above.
struct MiddleLoss::Knots {
  std::array<double, 6> before, after;
};

MiddleLoss::MiddleLoss(const PlaneBody& body, const EndplateCurve& above, const EndplateCurve& below, double shell)
    : superior_(body.posterior_superior, body.middle_superior, body.anterior_superior),
      inferior_(body.posterior_inferior, body.middle_inferior, body.anterior_inferior), above_(above), below_(below),
      shell_(shell) {}

double MiddleLoss::possible(double depth) const {
  const double body = superior_.superior_at(0.0) - inferior_.superior_at(0.0);
  const double discs = std::min(above_.superior_at(0.0) - superior_.superior_at(0.0),
                                inferior_.superior_at(0.0) - below_.superior_at(0.0));
  return std::clamp(depth, -kGreatestShare * std::max(discs, kLeastDisc), kGreatestShare * 0.5 * body);
}

MiddleLoss::Knots MiddleLoss::knots(double anterior) const {
  const double top = superior_.superior_at(anterior), bottom = inferior_.superior_at(anterior);
  const double roof = std::max(above_.superior_at(anterior), top + kLeastDisc);
  const double floor = std::min(below_.superior_at(anterior), bottom - kLeastDisc);
  const double inner = std::min(shell_, 0.15 * (top - bottom));
  const double outer_top = std::min(shell_, 0.25 * (roof - top));
  const double outer_bottom = std::min(shell_, 0.25 * (bottom - floor));
  const auto press = [&](const EndplateCurve& endplate) {
    const double across = endplate.across(anterior);
    return std::abs(across) < 1.0 ? depth_ * (1.0 - across * across) : 0.0;
  };
  const double down = press(superior_), up = press(inferior_);
  return {{floor, bottom - outer_bottom, bottom + inner, top - inner, top + outer_top, roof},
          {floor, bottom - outer_bottom + up, bottom + inner + up, top - inner - down, top + outer_top - down, roof}};
}

PlanePoint MiddleLoss::shifted(PlanePoint point, bool back) const {
  const Knots line = knots(point.anterior);
  const auto& from = back ? line.after : line.before;
  const auto& to = back ? line.before : line.after;
  if (point.superior <= from.front() || point.superior >= from.back())
    return point;
  std::size_t i = 1;
  while (from[i] < point.superior)
    ++i;
  const double share = (point.superior - from[i - 1]) / (from[i] - from[i - 1]);
  return {point.anterior, to[i - 1] + share * (to[i] - to[i - 1])};
}

} // namespace spondyl::simulation
