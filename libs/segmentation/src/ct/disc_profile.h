#pragma once

#include "../common/volume_sampler.h"
#include "body_axis.h"

namespace spondyl::segmentation::ct {

/// Inclination of a plane across the spine relative to the canal's cross-section, radians.
struct Tilt {
  double sagittal = 0.0; ///< positive: the normal leans forward
  double coronal = 0.0;  ///< positive: the normal leans to the left
};

/// What the body axis shows at each frame of the curve, in planes of many inclinations.
struct DiscProfile {
  static constexpr int kSagittal = 15, kCoronal = 7; ///< +-35 and +-15 degrees by 5
  static constexpr int kTilts = kSagittal * kCoronal;
  int count = 0;
  std::vector<float> density; ///< [tilt * count + s] mean HU over the body's inner ellipse, clipped
  std::vector<float> disc;    ///< [tilt * count + s] how far the density lies below (or, weaker, above) both sides; 1 =
                              ///< the local contrast
  std::vector<float> evidence; ///< [s] the best tilt's `disc`, less a little for inclination
  std::vector<float> pedicle;  ///< [s] 0..1, bone that bridges from body to arch on both sides
  std::vector<double> along;   ///< [s] arc length of the body axis, mm

  [[nodiscard]] static Tilt tilt(int index);
};

/// The unit normal of a plane with that inclination at a frame of the curve.
[[nodiscard]] PatientVector plane_normal(const BodyFrame& frame, Tilt tilt);

[[nodiscard]] Result<DiscProfile> profile_discs(const VolumeSampler& sampler, const StraightTube& tube,
                                                const SpineCurve& curve, const BodyAxis& axis,
                                                const Progress& progress);

} // namespace spondyl::segmentation::ct
