#pragma once
// Which body of one study is which body of another, told by the images: a rigid registration of the spine region.

#include <array>
#include <spondyl/base/progress.h>
#include <spondyl/base/result.h>
#include <spondyl/model/landmarks.h>
#include <spondyl/model/volume.h>
#include <utility>
#include <vector>

namespace spondyl::registration {

/// A measured body, known by a number that its caller chose.
struct Body {
  int ordinal = 0;
  SixPoints points;
};

/// One study: its image and its measured bodies, cranial to caudal.
struct SpineImage {
  const Volume& volume;
  const std::vector<Body>& bodies;
};

/// p -> rotation p + translation, LPS, mm.
struct RigidTransform {
  std::array<double, 9> rotation = {1, 0, 0, 0, 1, 0, 0, 0, 1}; ///< row by row
  PatientVector translation;
  [[nodiscard]] PatientPoint operator()(PatientPoint point) const;
};

struct SameBodies {
  RigidTransform current_to_prior;
  std::vector<std::pair<int, int>> ordinals; ///< prior, current; cranial to caudal
  double similarity = 0.0;                   ///< mutual information (nats) over the spine region
  double next_similarity = 0.0;              ///< of the best alignment that pairs other bodies; 0 = there is none
  /// Whether the images tell the two apart. Where not, nothing should be concluded from the pairs.
  bool certain = false;
};

/// Tries every way of laying the current bodies on the prior ones, one level after the other, refines each by the
/// images (mutual information, so that T1 and T2 can be matched), and takes the most similar.
///
/// The images must be of one modality. Errors: `invalid_argument` for other modalities, `not_measurable` with fewer
/// than two bodies in a study or where no alignment puts two bodies on two; `cancelled`; `internal`.
[[nodiscard]] Result<SameBodies> register_spines(const SpineImage& prior, const SpineImage& current,
                                                 const Progress& progress);

} // namespace spondyl::registration
