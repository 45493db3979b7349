#pragma once

#include "spine_curve.h"
#include "steps.h"

namespace spondyl::segmentation::ct {

/// The spine's surroundings straightened along the canal: light-bone share (0..1) of the finding grid.
struct StraightTube {
  static constexpr double kStep = 2.0;       // mm, all three ways
  static constexpr int kAnteriorFirst = -10; // steps of kStep relative to the canal
  static constexpr int kAnteriorCount = 42;  // -20 .. +62 mm
  static constexpr int kLeftFirst = -22;     //
  static constexpr int kLeftCount = 45;      // -44 .. +44 mm
  int count = 0;                             ///< planes, cranial first
  std::vector<float> hounsfield;

  [[nodiscard]] std::size_t offset(int plane, int anterior, int left) const {
    return static_cast<std::size_t>((plane * kAnteriorCount + anterior) * kLeftCount + left);
  }
  /// Nearest stored value at millimetres in front of and left of the canal.
  [[nodiscard]] float at(int plane, double anterior, double left) const;
};

[[nodiscard]] StraightTube straighten(const FindingGrid& grid, const SpineCurve& curve);

/// Where the vertebral bodies' column runs relative to the canal, per frame of the curve.
struct AxisPoint {
  double gap = 8.0;     ///< mm from the canal's middle to the body's posterior wall
  double lateral = 0.0; ///< mm to the left
  double radius = 15.0; ///< mm, antero-posterior semi-axis of the body's cross-section; the lateral one is 1.28 times
  [[nodiscard]] double ahead() const { return gap + radius; } ///< mm from canal to body centre
};

struct BodyAxis {
  std::vector<AxisPoint> at; ///< one per frame of the curve
  [[nodiscard]] const AxisPoint& operator[](int s) const { return at[static_cast<std::size_t>(s)]; }
  [[nodiscard]] PatientPoint centre(const SpineCurve& curve, int s) const {
    const AxisPoint& p = (*this)[s];
    return curve[s].centre + curve[s].anterior * p.ahead() + curve[s].left * p.lateral;
  }
};

inline constexpr double kLateralRatio = 1.28; // width : depth of lumbar and lower thoracic bodies (endplate tables)

/// The smooth course of an ellipse that is bone inside, less so in front and behind, and near the canal's midline.
/// `body_centres` (seeds), when given, pull the axis towards them.
[[nodiscard]] BodyAxis find_body_axis(const StraightTube& tube, const SpineCurve& curve,
                                      const std::vector<PatientPoint>& body_centres, const Steps& steps = {});

} // namespace spondyl::segmentation::ct
