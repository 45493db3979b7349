#include <spondyl/radiograph/calibrate.h>

#include <cmath>
#include <cstdio>

namespace spondyl::radiograph {
namespace {

constexpr double kShortestLength = 10.0;      // px: below it, marking to a pixel errs by a tenth. Engineering choice
constexpr double kLargestMagnification = 3.0; // as for the tags of a film

std::string decimals(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value);
  return text;
}

std::string signature(const FilmCalibration& calibration) {
  return " by " + calibration.who + " on " + calibration.when;
}

Result<PixelScale> from_length(const PixelScale& scale, const KnownLength& known, const FilmCalibration& calibration) {
  const bool has_shape = scale.row_spacing > 0.0 && scale.column_spacing > 0.0;
  const double aspect = has_shape ? scale.row_spacing / scale.column_spacing : 1.0; // row over column spacing
  const double pixels = std::hypot(known.to.column - known.from.column, (known.to.row - known.from.row) * aspect);
  if (!(known.millimetres > 0.0) || !std::isfinite(known.millimetres) || !(pixels >= kShortestLength))
    return failure(ErrorCode::invalid_argument, "The calibration length cannot be used.",
                   "Mark two ends at least 10 pixels apart and give their distance in millimetres.");
  PixelScale result;
  result.provenance = SpacingProvenance::calibrated;
  result.column_spacing = known.millimetres / pixels;
  result.row_spacing = result.column_spacing * aspect;
  result.note =
      "Calibrated with a length of " + decimals(known.millimetres) + " mm on the film" + signature(calibration);
  return result;
}

Result<PixelScale> from_magnification(const PixelScale& scale, double magnification,
                                      const FilmCalibration& calibration) {
  if (!(magnification >= 1.0) || !(magnification <= kLargestMagnification))
    return failure(ErrorCode::invalid_argument, "The magnification cannot be right.", "Give a number from 1 to 3.");
  const bool estimated = scale.provenance == SpacingProvenance::estimated && scale.magnification;
  if (scale.provenance != SpacingProvenance::detector && !estimated)
    return failure(ErrorCode::invalid_argument,
                   "A magnification needs millimetres at the detector, which this film does not give.",
                   "Calibrate with a length on the film instead.");
  const double at_detector = estimated ? *scale.magnification : 1.0;
  PixelScale result;
  result.provenance = SpacingProvenance::estimated;
  result.row_spacing = scale.row_spacing * at_detector / magnification;
  result.column_spacing = scale.column_spacing * at_detector / magnification;
  result.magnification = magnification;
  result.note = "Magnification " + decimals(magnification) + " typed in" + signature(calibration);
  return result;
}

} // namespace

Result<PixelScale> calibrated(const PixelScale& scale, const FilmCalibration& calibration) {
  if (calibration.who.empty() || calibration.when.empty())
    return failure(ErrorCode::invalid_argument, "A calibration needs the name of who made it and when.", "Give both.");
  if (const auto* known = std::get_if<KnownLength>(&calibration.source))
    return from_length(scale, *known, calibration);
  return from_magnification(scale, std::get<TypedMagnification>(calibration.source).value, calibration);
}

} // namespace spondyl::radiograph
