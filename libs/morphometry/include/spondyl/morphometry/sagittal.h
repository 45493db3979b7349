#pragma once
// Angles, slips and discs from the landmarks of neighbouring bodies: geometry only, no image.

#include <optional>
#include <spondyl/model/findings.h>

namespace spondyl::morphometry {

/// Landmarks of one body with the standard uncertainty of its heights (mm); what the geometry needs of a vertebra.
struct SagittalBody {
  SixPoints points;
  double anterior_uncertainty = 0.0, posterior_uncertainty = 0.0; ///< mm
};

/// The body of a volume; of a film in the plane of the film, in mm where it has a scale and in px otherwise.
/// std::nullopt where there are no landmarks or no measurement.
[[nodiscard]] std::optional<SagittalBody> sagittal_body(const VertebraFinding& vertebra);

/// An endplate from posterior to anterior with the standard uncertainty of its direction (degrees).
struct SagittalEndplate {
  EndplateLine line;
  double direction_uncertainty = 0.0;
};
[[nodiscard]] SagittalEndplate superior_endplate(const SagittalBody& body);
[[nodiscard]] SagittalEndplate inferior_endplate(const SagittalBody& body);

struct Angle {
  double degrees = 0.0;
  double uncertainty = 0.0; ///< standard uncertainty, degrees
};

/// Between two endplates in their common sagittal plane, whose normal is `left`: positive where they come together in
/// front (kyphotic, or a body that is lower in front).
[[nodiscard]] Angle angle_between(const SagittalEndplate& superior, const SagittalEndplate& inferior,
                                  PatientVector left);
/// Towards the patient's left, at right angles to the plane of the landmarks.
[[nodiscard]] PatientVector left_of(const SixPoints& points);

/// The disc between an upper body and the superior endplate below it. Heights are measured along the normal of the
/// disc's mid-plane, between the anterior corners, the mid-endplate points and the posterior corners; the index is
/// (Ha + Hp) / (Dsup + Dinf), D the depths of the two endplates.
[[nodiscard]] DiscFinding disc_between(const SagittalBody& upper, const SagittalEndplate& lower,
                                       std::optional<PatientPoint> lower_middle);

/// How far the posterior inferior corner of the upper body lies in front of the posterior end of the endplate below,
/// along that endplate. Meyerding's grade (1932) is stated for a forward slip of at least 3 mm (engineering choice:
/// below it lie normal contours) that exceeds twice its uncertainty: 1 up to 25 %, 2 to 50, 3 to 75, 4 to 100, 5 above.
[[nodiscard]] Slip slip_of(const SagittalBody& upper, const SagittalEndplate& lower);

/// How the patient lay or stood; angles change with it.
enum class Posture { unknown, supine };

/// Fills wedge angles, local Cobb angles, slips, discs, T4-T12 kyphosis, L1-S1 lordosis and the deformity index.
/// Bodies count as neighbours where both were measured, their levels (where known) follow each other and the gap is
/// one of a disc. Regional angles need certain levels. What an earlier call filled is replaced.
[[nodiscard]] Findings with_sagittal_geometry(Findings findings, Posture posture = Posture::unknown);

/// Sum of the Genant grades T4-L4 (clinical range 0-39); borderline counts as 0. std::nullopt where no level of that
/// range is both known and graded.
[[nodiscard]] std::optional<SpinalDeformityIndex> spinal_deformity_index(const std::vector<VertebraFinding>& vertebrae);

} // namespace spondyl::morphometry
