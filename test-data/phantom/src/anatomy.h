#pragma once

#include <spondyl/phantom/phantom_spine.h>
#include <vector>

namespace spondyl::phantom {

/// One vertebra of the phantom in its place.
struct Vertebra {
  VertebraLevel level;
  BodyFrame frame;
  double anterior_height = 0.0, middle_height = 0.0, posterior_height = 0.0; ///< mm, outer bone edge
  double depth = 0.0, width = 0.0;                                           ///< mm
  double disc_below = 0.0;                                                   ///< mm
  double canal_radius = 0.0;                                                 ///< mm
  bool thoracic = false, sacral = false;
  bool wanted = true; ///< one of the levels asked for, not a neighbour
};

inline constexpr double kRimRadius = 0.8;         ///< mm, rounding of the rims
inline constexpr double kCorticalThickness = 1.0; ///< mm, shell and endplates
/// How far the diagonal extreme of a rounded rim lies inside the sharp corner, along either side (mm).
inline constexpr double kRimInset = kRimRadius * (1.0 - 0.70710678118654752);

/// Height of the superior endplate above the middle of the body (the inferior one mirrors it), at `x` mm anterior of
/// the centre in the mid-sagittal plane. Passes through half of each height at the landmarks.
[[nodiscard]] double endplate_height(const Vertebra& vertebra, double x);

/// The column of vertebrae cranial to caudal, the neighbour above and the sacrum included where they were asked for.
[[nodiscard]] std::vector<Vertebra> build_column(const PhantomSpine::Plan& plan);

[[nodiscard]] PhantomBody truth_of(const Vertebra& vertebra, Border border);

/// Local coordinates (mm): anterior, left, superior of the body's centre.
struct LocalPoint {
  double anterior = 0.0, left = 0.0, superior = 0.0;
};
[[nodiscard]] PatientPoint to_patient(const BodyFrame& frame, LocalPoint point);
[[nodiscard]] LocalPoint to_local(const BodyFrame& frame, PatientPoint point);

} // namespace spondyl::phantom
