#pragma once

#include <memory>
#include <optional>
#include <spondyl/model/geometry.h>
#include <string>
#include <string_view>
#include <vector>

namespace spondyl {

/// Where a length on an image comes from. On a radiograph no millimetre is shown without it (docs: X-ray scale table).
enum class SpacingProvenance {
  volume,                  ///< CT/MR: voxel grid in patient space
  calibrated,              ///< Pixel Spacing with Calibration Type FIDUCIAL, or a reader's calibration
  geometry,                ///< Pixel Spacing with Calibration Type GEOMETRY: assumed magnification
  estimated,               ///< Imager Pixel Spacing divided by ERMF or by SID/SOD
  detector,                ///< Imager Pixel Spacing alone: millimetres at the detector
  corrected_unknown_cause, ///< Pixel Spacing differs from Imager Pixel Spacing, no Calibration Type
  uncalibrated,            ///< Pixel Spacing alone or equal to Imager Pixel Spacing, no Calibration Type
  film,                    ///< Nominal Scanned Pixel Spacing: millimetres of film
  none                     ///< pixels and ratios only
};

/// The word findings.json uses, e.g. "corrected_unknown_cause".
[[nodiscard]] std::string_view to_string(SpacingProvenance provenance);

/// Size of a pixel with its provenance. Spacings are positive mm; absent for `none`.
struct PixelScale {
  SpacingProvenance provenance = SpacingProvenance::none;
  double row_spacing = 0.0;            ///< distance between rows (mm), 0 when provenance is none
  double column_spacing = 0.0;         ///< distance between columns (mm), 0 when provenance is none
  std::optional<double> magnification; ///< the M that was divided out, for `estimated`
  std::string note;                    ///< calibration description or the tags used; no patient data

  friend bool operator==(const PixelScale&, const PixelScale&) = default;
};

/// An immutable projection image: no patient-space geometry is pretended. Row-major grey values after the modality LUT,
/// with MONOCHROME1 already inverted, so that larger is always brighter on screen.
class Radiograph {
public:
  Radiograph(int columns, int rows, std::vector<float> pixels, PixelScale scale)
      : columns_(columns), rows_(rows), pixels_(std::make_shared<const std::vector<float>>(std::move(pixels))),
        scale_(std::move(scale)) {}

  [[nodiscard]] int columns() const { return columns_; }
  [[nodiscard]] int rows() const { return rows_; }
  [[nodiscard]] const std::vector<float>& pixels() const { return *pixels_; }
  [[nodiscard]] const PixelScale& scale() const { return scale_; }

private:
  int columns_, rows_;
  std::shared_ptr<const std::vector<float>> pixels_;
  PixelScale scale_;
};

} // namespace spondyl
