#pragma once
// Landmarks as coordinates of a report, and as exact numbers: SCOORD and SCOORD3D hold single precision only.

#include "content_item.h"
#include "standard_codes.h"
#include <array>
#include <spondyl/model/findings.h>

namespace spondyl::dicom_sr {

/// Makes coordinate items for one vertebra, in patient space or on the film.
class LandmarkShapes {
public:
  LandmarkShapes(const Findings& findings, const VertebraFinding& vertebra)
      : findings_(&findings), vertebra_(&vertebra) {}

  /// The line between the two landmarks of a height, superior first; std::nullopt without landmarks or an image.
  [[nodiscard]] std::optional<ContentItem> line(HeightName name) const;
  [[nodiscard]] std::optional<ContentItem> ellipse(const EllipseRegion& region) const;

private:
  const Findings* findings_;
  const VertebraFinding* vertebra_;
};

[[nodiscard]] inline const Code& archive_unit(LengthUnit unit) {
  return unit == LengthUnit::pixel ? standard::kPixels : standard::kMillimetre;
}

[[nodiscard]] std::array<double, 9> numbers_of(const EllipseRegion& region);
[[nodiscard]] EllipseRegion ellipse_of(const std::array<double, 9>& numbers);
[[nodiscard]] std::array<double, 6> numbers_of(const EndplateLine& line);
[[nodiscard]] EndplateLine endplate_of(const std::array<double, 6>& numbers);

/// "patient_mm" and 18 numbers, or "pixel" and 12, in the order of kLandmarkMembers.
[[nodiscard]] std::string landmark_text(const Landmarks& landmarks);
[[nodiscard]] std::optional<Landmarks> landmarks_of_text(std::string_view text);

} // namespace spondyl::dicom_sr
