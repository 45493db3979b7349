#pragma once
// Fractures made on real scans: a smooth, invertible map of space that lowers one vertebral body and takes image, mask
// and landmarks along, so that the truth of the changed scan is known.

#include <memory>
#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <spondyl/model/landmarks.h>
#include <spondyl/model/volume.h>
#include <vector>

namespace spondyl::simulation {

/// Fraction of the body's own heights to take away.
struct HeightLosses {
  double anterior = 0.0, middle = 0.0, posterior = 0.0;
};

/// Genant's shapes at a loss of `loss` (0.25 = 25 %): a wedge loses it in front and half of it in the middle, a
/// biconcave body in the middle, a crush everywhere.
[[nodiscard]] HeightLosses losses_of(FractureShape shape, double loss);

/// A collapse of one body within a spine whose landmarks are known.
///
/// The map acts in the body's own sagittal plane and is the same in every plane parallel to it. All below the body
/// stays, all above moves as one rigid piece (down and, for a wedge, turned about the posterior wall): neighbours and
/// discs keep their shape. In between the tissue is compressed, except for a shell of 2 mm at both endplates, so that
/// cortex stays as thick as it was. Around the spine the motion fades by the ratio of the distances to the two rigid
/// parts. A middle loss beyond that presses the endplates' middle into the body and lets the discs fill the hollow.
class FractureWarp {
public:
  /// `spine`: landmarks (LPS mm) of the bodies known, cranial to caudal; `body` the one that breaks; `losses` in
  /// [0, 0.7]. Errors: `invalid_argument` for a body that is not there, losses out of range, or landmarks that make no
  /// body.
  [[nodiscard]] static Result<FractureWarp> make(const std::vector<SixPoints>& spine, std::size_t body,
                                                 const HeightLosses& losses);

  /// Where a point of the unbroken scan lies in the broken one.
  [[nodiscard]] PatientPoint broken(PatientPoint unbroken) const;
  [[nodiscard]] SixPoints broken(const SixPoints& unbroken) const;
  /// Where a point of the broken scan came from: the inverse of broken().
  [[nodiscard]] PatientPoint unbroken(PatientPoint broken) const;

private:
  class Plan;
  explicit FractureWarp(std::shared_ptr<const Plan> plan) : plan_(std::move(plan)) {}
  std::shared_ptr<const Plan> plan_;
};

/// The broken scan on the same grid, cubic B-spline interpolation; what comes from outside the grid holds the
/// volume's no-data value, or its smallest value where it has none. Errors: `internal` when the toolkit fails.
[[nodiscard]] Result<Volume> warped(const Volume& volume, const FractureWarp& warp);

/// The mask that belongs to it, nearest neighbour, 0 outside.
[[nodiscard]] LabelMap warped(const LabelMap& labels, const FractureWarp& warp);

} // namespace spondyl::simulation
