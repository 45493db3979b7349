#include "from_landmarks.h"

#include <cmath>
#include <spondyl/morphometry/measure.h>
#include <spondyl/pipeline/recompute.h>

namespace spondyl::pipeline {
namespace {

constexpr double kMoved = 1e-6; // mm or px: beyond the rounding of a decimal text

Modality modality_of(const Series& series) {
  return series.info.modality == "MR" ? Modality::mr : Modality::ct;
}

/// The frame that six points span; exact axes matter little here, they only project the voxel size.
BodyFrame frame_of(const SixPoints& points) {
  const PatientPoint top = midpoint(points.anterior_superior, points.posterior_superior);
  const PatientPoint bottom = midpoint(points.anterior_inferior, points.posterior_inferior);
  BodyFrame frame;
  frame.centre = midpoint(top, bottom);
  frame.superior = normalized(top - bottom);
  frame.anterior = normalized(points.anterior_superior - points.posterior_superior);
  frame.left = normalized(cross(frame.superior, frame.anterior));
  return frame;
}

Result<morphometry::HeightSet> measure(const Series& series, const Landmarks& landmarks) {
  if (const auto* pixels = std::get_if<SixPixels>(&landmarks)) {
    if (series.kind != SeriesKind::radiograph)
      return failure(ErrorCode::invalid_argument, "Landmarks in pixels do not fit a CT or MR series.",
                     "Give them as patient_mm.");
    return morphometry::measure_radiograph_body(*pixels, series.pixel_scale);
  }
  if (series.kind != SeriesKind::volume || !series.geometry)
    return failure(ErrorCode::invalid_argument, "Landmarks in patient millimetres do not fit a radiograph.",
                   "Give them as pixel.");
  const SixPoints& points = std::get<SixPoints>(landmarks);
  return morphometry::measure_landmarks(points,
                                        morphometry::ingredients_of(*series.geometry, modality_of(series),
                                                                    frame_of(points), series.info.slice_thickness));
}

/// Keeps what is known about a height that was not moved; takes the new one where it was.
bool take_moved(std::optional<HeightMeasurement>& kept, const std::optional<HeightMeasurement>& fresh) {
  if (kept && fresh && std::abs(kept->value - fresh->value) <= kMoved) {
    kept->value = fresh->value;
    return false;
  }
  kept = fresh;
  return true;
}

Result<void> remeasure(const Series& series, VertebraFinding& vertebra) {
  if (!vertebra.landmarks || vertebra.status == MeasurementStatus::not_assessable)
    return {};
  SPONDYL_TRY(const morphometry::HeightSet fresh, measure(series, *vertebra.landmarks));
  bool moved = take_moved(vertebra.heights.anterior, fresh.heights.anterior);
  moved = take_moved(vertebra.heights.middle, fresh.heights.middle) || moved;
  moved = take_moved(vertebra.heights.posterior, fresh.heights.posterior) || moved;
  if (moved)
    vertebra.origin = MeasurementOrigin::edited;
  return {};
}

void take_millimetres(std::optional<HeightMeasurement>& kept, const std::optional<HeightMeasurement>& fresh) {
  if (!kept || !fresh)
    return;
  kept->spacing = fresh->spacing;
  kept->value_mm = fresh->value_mm;
}

} // namespace

Result<std::vector<VertebraFinding>> rescaled(const Series& film, std::vector<VertebraFinding> vertebrae) {
  for (VertebraFinding& vertebra : vertebrae) {
    if (!vertebra.landmarks || vertebra.status == MeasurementStatus::not_assessable)
      continue;
    SPONDYL_TRY(const morphometry::HeightSet fresh, measure(film, *vertebra.landmarks));
    take_millimetres(vertebra.heights.anterior, fresh.heights.anterior);
    take_millimetres(vertebra.heights.middle, fresh.heights.middle);
    take_millimetres(vertebra.heights.posterior, fresh.heights.posterior);
  }
  return vertebrae;
}

Result<std::vector<VertebraFinding>> remeasured(const Series& series, std::vector<VertebraFinding> vertebrae) {
  for (VertebraFinding& vertebra : vertebrae)
    SPONDYL_CHECK(remeasure(series, vertebra));
  return vertebrae;
}

} // namespace spondyl::pipeline
