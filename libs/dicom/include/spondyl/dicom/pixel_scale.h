#pragma once

#include <optional>
#include <spondyl/model/radiograph.h>
#include <string>

namespace spondyl::dicom {

/// Distance between rows and between columns, in the order in which DICOM writes them (PS3.3 10.7.1.3), mm.
struct SpacingPair {
  double row = 0.0, column = 0.0;
  friend bool operator==(const SpacingPair&, const SpacingPair&) = default;
};

/// What a projection image says about the size of its pixels.
struct RadiographSpacingTags {
  std::optional<SpacingPair> pixel_spacing;                 ///< (0028,0030)
  std::optional<SpacingPair> imager_pixel_spacing;          ///< (0018,1164)
  std::optional<SpacingPair> nominal_scanned_pixel_spacing; ///< (0018,2010)
  std::string calibration_type;                             ///< (0028,0A02): FIDUCIAL or GEOMETRY
  std::string calibration_description;                      ///< (0028,0A04)
  std::optional<double> magnification_factor;               ///< Estimated Radiographic Magnification Factor (0018,1114)
  std::optional<double> distance_source_to_detector;        ///< (0018,1110), mm
  std::optional<double> distance_source_to_patient;         ///< (0018,1111), mm
};

/// Which plane the millimetres of a film belong to (PS3.3 10.7.1.1 and Basic Pixel Spacing Calibration 10.7.1).
/// Pairs that are not both positive and finite count as absent. Never fails: without usable tags the scale is `none`.
[[nodiscard]] PixelScale pixel_scale(const RadiographSpacingTags& tags);

} // namespace spondyl::dicom
