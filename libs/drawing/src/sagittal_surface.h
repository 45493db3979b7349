#pragma once

#include <optional>
#include <spondyl/model/findings.h>
#include <spondyl/model/volume.h>
#include <vector>

namespace spondyl::drawing {

/// A point the surface runs through, and the horizontal direction to the front there.
struct SurfaceAnchor {
  PatientPoint point;
  PatientVector anterior{0, -1, 0};
};

/// A position on the flattened surface: mm backwards and mm upwards.
struct SurfacePoint {
  double posterior = 0.0, superior = 0.0;
};

/// The sagittal surface through the middles of the bodies. Straight along the patient's superior axis and to the front,
/// bent sideways: lengths in the picture are those of the projection on the sagittal plane.
class SagittalSurface {
public:
  /// At least one anchor.
  explicit SagittalSurface(std::vector<SurfaceAnchor> anchors);

  [[nodiscard]] PatientPoint to_patient(SurfacePoint point) const;
  [[nodiscard]] SurfacePoint to_surface(PatientPoint point) const;

private:
  [[nodiscard]] SurfaceAnchor at(double superior) const;
  std::vector<SurfaceAnchor> anchors_; ///< cranial to caudal, z strictly decreasing
};

/// Two anchors per body with landmarks: in the middle of each endplate. Labelled bodies without landmarks give two
/// above and below the middle of their label.
[[nodiscard]] std::vector<SurfaceAnchor> anchors_of(const Findings& findings, const LabelMap* labels);

/// The value of a body in labels.nii.gz.
[[nodiscard]] std::uint8_t label_value(const VertebraFinding& vertebra);

/// Middle of all voxels of a value; std::nullopt where there are none.
[[nodiscard]] std::optional<PatientPoint> label_centre(const LabelMap& labels, std::uint8_t value);

} // namespace spondyl::drawing
