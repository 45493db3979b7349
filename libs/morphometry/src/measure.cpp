#include <spondyl/morphometry/measure.h>

#include <cmath>
#include <cstdio>

namespace spondyl::morphometry {
namespace {

constexpr double kSpreadWarning = 2.0;     ///< mm, engineering choice: planes of one body should agree better than this
constexpr double kThickVoxelWarning = 3.0; ///< mm along the height (docs: safety conventions, slice thickness)
constexpr double kFilmRelativeUncertainty = .06; ///< engineering choice: 5.7 % mean error of an early version on films

std::optional<HeightMeasurement>& slot(Heights& heights, HeightName name) {
  return name == HeightName::anterior ? heights.anterior
         : name == HeightName::middle ? heights.middle
                                      : heights.posterior;
}

std::string with_one_decimal(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

std::vector<std::string> warnings_of(const MeasurementIngredients& ingredients, const PerHeight& spread) {
  std::vector<std::string> warnings;
  for (const HeightName name : kHeightNames)
    if (const auto value = spread[static_cast<std::size_t>(name)]; value && *value > kSpreadWarning)
      warnings.push_back("The " + std::string(to_string(name)) + " height varies by " + with_one_decimal(*value) +
                         " mm between neighbouring planes.");
  if (ingredients.spacing_along_height > kThickVoxelWarning)
    warnings.push_back("Voxels are " + with_one_decimal(ingredients.spacing_along_height) +
                       " mm long in the direction of the heights.");
  return warnings;
}

HeightSet volume_heights(const SixPoints& landmarks, const MeasurementIngredients& ingredients, const PerHeight& spread,
                         int planes) {
  HeightSet set{landmarks, {}, warnings_of(ingredients, spread)};
  for (const HeightName name : kHeightNames) {
    const auto spread_of_height = spread[static_cast<std::size_t>(name)];
    slot(set.heights, name) = HeightMeasurement{landmark_distance(set.landmarks, name), LengthUnit::millimetre,
                                                height_uncertainty(ingredients, name, spread_of_height, planes),
                                                spread_of_height, SpacingProvenance::volume};
  }
  return set;
}

/// The middle height down to the floor of a Schmorl node, where that differs from the one that bridges it.
std::optional<HeightMeasurement> unbridged_height(std::span<const SixPoints> slab,
                                                  const MeasurementIngredients& ingredients,
                                                  const HeightMeasurement& bridged) {
  constexpr double smallest_difference = 0.5; // mm, engineering choice: below it the two are one height
  const auto chosen = representative_landmarks(slab);
  if (!chosen || std::abs(chosen->landmarks.middle_height() - bridged.value) < smallest_difference)
    return std::nullopt;
  const auto spread = chosen->spread[static_cast<std::size_t>(HeightName::middle)];
  return HeightMeasurement{chosen->landmarks.middle_height(), LengthUnit::millimetre,
                           height_uncertainty(ingredients, HeightName::middle, spread, chosen->planes), spread,
                           SpacingProvenance::volume};
}

PixelPoint scaled(PixelPoint point, const PixelScale& scale) {
  return {point.column * scale.column_spacing, point.row * scale.row_spacing};
}

/// The landmarks in mm of the plane the scale refers to; absent where it gives none.
std::optional<SixPixels> in_millimetres(const SixPixels& landmarks, const PixelScale& scale) {
  if (scale.provenance == SpacingProvenance::none || !(scale.row_spacing > 0.0) || !(scale.column_spacing > 0.0))
    return std::nullopt;
  SixPixels result;
  for (const auto& [name, member] : kLandmarkMembers<PixelPoint>)
    result.*member = scaled(landmarks.*member, scale);
  return result;
}

template <typename Points> bool has_usable_heights(const Points& points) {
  for (const double height : {points.anterior_height(), points.middle_height(), points.posterior_height()})
    if (!std::isfinite(height) || !(height > 0.0))
      return false;
  return true;
}

tl::unexpected<Error> unusable_landmarks() {
  return failure(ErrorCode::not_measurable, "The landmarks of a height coincide or are not finite.",
                 "Place the superior and the inferior landmark apart.");
}

} // namespace

Result<HeightSet> measure_body(std::span<const SixPoints> slab, const MeasurementIngredients& ingredients,
                               std::span<const SixPoints> slab_unbridged) {
  SPONDYL_TRY(const SlabLandmarks chosen, representative_landmarks(slab));
  HeightSet set = volume_heights(chosen.landmarks, ingredients, chosen.spread, chosen.planes);
  set.heights.middle_unbridged = unbridged_height(slab_unbridged, ingredients, *set.heights.middle);
  return set;
}

Result<HeightSet> measure_landmarks(const SixPoints& landmarks, const MeasurementIngredients& ingredients,
                                    const PerHeight& spread) {
  if (!has_usable_heights(landmarks))
    return unusable_landmarks();
  constexpr int planes_of_slab = 9; // +-4 mm in steps of 1 mm
  return volume_heights(landmarks, ingredients, spread, planes_of_slab);
}

Result<HeightSet> measure_radiograph_body(const SixPixels& landmarks, const PixelScale& scale,
                                          const PerHeight& uncertainty) {
  if (!has_usable_heights(landmarks))
    return unusable_landmarks();
  HeightSet set{landmarks, {}, {}};
  const std::optional<SixPixels> millimetres = in_millimetres(landmarks, scale);
  for (const HeightName name : kHeightNames) {
    HeightMeasurement height{landmark_distance(set.landmarks, name), LengthUnit::pixel};
    height.uncertainty = uncertainty[static_cast<std::size_t>(name)].value_or(kFilmRelativeUncertainty * height.value);
    height.spacing = scale.provenance;
    if (millimetres)
      height.value_mm = landmark_distance(Landmarks(*millimetres), name);
    slot(set.heights, name) = height;
  }
  return set;
}

} // namespace spondyl::morphometry
