#pragma once

#include "plane.h"

namespace spondyl::simulation {

/// Presses the middle of both endplates towards each other by `depth` mm (negative: apart), fading to nothing at the
/// corners and at the far sides of the two discs; along the plane's superior axis only.
class MiddleLoss {
public:
  /// `body` and its neighbours' facing endplates as they lie when this acts; `shell` mm either side of an endplate move
  /// with it.
  MiddleLoss(const PlaneBody& body, const EndplateCurve& above, const EndplateCurve& below, double shell);

  void set_depth(double depth) { depth_ = depth; }
  /// The depth kept within what discs and body can take.
  [[nodiscard]] double possible(double depth) const;
  [[nodiscard]] PlanePoint forward(PlanePoint unpressed) const { return shifted(unpressed, false); }
  [[nodiscard]] PlanePoint backward(PlanePoint pressed) const { return shifted(pressed, true); }

private:
  struct Knots;
  [[nodiscard]] Knots knots(double anterior) const;
  [[nodiscard]] PlanePoint shifted(PlanePoint point, bool back) const;

  EndplateCurve superior_, inferior_, above_, below_;
  double shell_, depth_ = 0.0;
};

} // namespace spondyl::simulation
