#include <spondyl/dicom/pixel_scale.h>

#include <cmath>

namespace spondyl::dicom {
namespace {

// A magnification outside this is a wrong tag, not a radiograph: the object lies between source and detector (M >= 1),
// and a spine film at M = 3 does not exist. Engineering choice.
constexpr double kLargestMagnification = 3.0;
// Pixel Spacing "equals" Imager Pixel Spacing up to the rounding of decimal strings. Engineering choice.
constexpr double kSameSpacing = 1e-3;
// ... and an estimate made by the device agrees with ours up to the rounding of its factors. Engineering choice.
constexpr double kSameEstimate = 1e-2;

bool usable(const std::optional<SpacingPair>& pair) {
  return pair && std::isfinite(pair->row) && std::isfinite(pair->column) && pair->row > 0 && pair->column > 0;
}

bool same(const SpacingPair& a, const SpacingPair& b, double tolerance) {
  return std::abs(a.row - b.row) <= tolerance * b.row && std::abs(a.column - b.column) <= tolerance * b.column;
}

SpacingPair divided(const SpacingPair& pair, double magnification) {
  return {pair.row / magnification, pair.column / magnification};
}

PixelScale scale(SpacingProvenance provenance, const SpacingPair& pair, std::string note) {
  PixelScale result;
  result.provenance = provenance;
  result.row_spacing = pair.row;
  result.column_spacing = pair.column;
  result.note = std::move(note);
  return result;
}

struct Magnification {
  double value;
  std::string source;
};

bool plausible(double magnification) {
  return std::isfinite(magnification) && magnification >= 1.0 && magnification <= kLargestMagnification;
}

std::optional<Magnification> magnification_of(const RadiographSpacingTags& tags) {
  if (tags.magnification_factor && plausible(*tags.magnification_factor))
    return Magnification{*tags.magnification_factor, "Estimated Radiographic Magnification Factor (0018,1114)"};
  if (tags.distance_source_to_detector && tags.distance_source_to_patient && *tags.distance_source_to_patient > 0) {
    const double ratio = *tags.distance_source_to_detector / *tags.distance_source_to_patient;
    if (plausible(ratio))
      return Magnification{ratio, "Distance Source to Detector / Source to Patient (0018,1110)/(0018,1111)"};
  }
  return std::nullopt;
}

std::string with_description(std::string note, const RadiographSpacingTags& tags) {
  return tags.calibration_description.empty() ? note : note + ": " + tags.calibration_description;
}

PixelScale from_imager_spacing(const RadiographSpacingTags& tags) {
  const SpacingPair& imager = *tags.imager_pixel_spacing;
  if (const auto magnification = magnification_of(tags)) {
    PixelScale result = scale(SpacingProvenance::estimated, divided(imager, magnification->value),
                              "Imager Pixel Spacing (0018,1164) divided by the " + magnification->source);
    result.magnification = magnification->value;
    return result;
  }
  return scale(SpacingProvenance::detector, imager, "Imager Pixel Spacing (0018,1164): millimetres at the detector");
}

PixelScale from_pixel_spacing(const RadiographSpacingTags& tags) {
  const SpacingPair& pixel = *tags.pixel_spacing;
  if (tags.calibration_type == "FIDUCIAL")
    return scale(SpacingProvenance::calibrated, pixel, with_description("Calibration Type FIDUCIAL", tags));
  if (tags.calibration_type == "GEOMETRY")
    return scale(SpacingProvenance::geometry, pixel, with_description("Calibration Type GEOMETRY", tags));
  if (usable(tags.imager_pixel_spacing) && !same(pixel, *tags.imager_pixel_spacing, kSameSpacing))
    return scale(SpacingProvenance::corrected_unknown_cause, pixel,
                 "Pixel Spacing (0028,0030) differs from Imager Pixel Spacing (0018,1164), without Calibration Type");
  return scale(SpacingProvenance::uncalibrated, pixel, "Pixel Spacing (0028,0030) without Calibration Type");
}

} // namespace

PixelScale pixel_scale(const RadiographSpacingTags& tags) {
  const bool has_pixel = usable(tags.pixel_spacing);
  const bool has_imager = usable(tags.imager_pixel_spacing);
  const bool calibrated = tags.calibration_type == "FIDUCIAL" || tags.calibration_type == "GEOMETRY";
  // Pixel Spacing that merely repeats Imager Pixel Spacing adds nothing to a known magnification.
  // Pixel Spacing that is Imager Pixel Spacing over that magnification is the same estimate, made by the device.
  const auto magnification = magnification_of(tags);
  const bool explained =
      has_pixel && has_imager && magnification &&
      (same(*tags.pixel_spacing, *tags.imager_pixel_spacing, kSameSpacing) ||
       same(*tags.pixel_spacing, divided(*tags.imager_pixel_spacing, magnification->value), kSameEstimate));
  if (has_pixel && (calibrated || !explained))
    return from_pixel_spacing(tags);
  if (has_imager)
    return from_imager_spacing(tags);
  if (usable(tags.nominal_scanned_pixel_spacing))
    return scale(SpacingProvenance::film, *tags.nominal_scanned_pixel_spacing,
                 "Nominal Scanned Pixel Spacing (0018,2010): millimetres of film");
  return {};
}

} // namespace spondyl::dicom
