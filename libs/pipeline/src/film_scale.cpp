#include <spondyl/pipeline/recompute.h>

namespace spondyl::pipeline {
namespace {

ReaderCalibration record_of(const radiograph::FilmCalibration& calibration) {
  if (const auto* length = std::get_if<radiograph::KnownLength>(&calibration.source))
    return {ReaderCalibration::Kind::length, length->millimetres, calibration.who, calibration.when};
  return {ReaderCalibration::Kind::magnification, std::get<radiograph::TypedMagnification>(calibration.source).value,
          calibration.who, calibration.when};
}

} // namespace

Result<Series> with_calibration(Series series, const radiograph::FilmCalibration& calibration) {
  if (series.kind != SeriesKind::radiograph)
    return failure(ErrorCode::unsupported, "A calibration of the scale belongs to a radiograph.",
                   "Choose the film with --series.");
  SPONDYL_TRY(series.pixel_scale, radiograph::calibrated(series.pixel_scale, calibration));
  return series;
}

void note_calibration(Findings& findings, const Series& film, const radiograph::FilmCalibration& calibration) {
  findings.calibration = record_of(calibration);
  findings.warnings.push_back(film.pixel_scale.note + '.');
}

} // namespace spondyl::pipeline
