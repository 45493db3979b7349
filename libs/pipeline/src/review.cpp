#include <spondyl/pipeline/review.h>

#include "from_film.h"
#include "from_landmarks.h"
#include "from_segmentation.h"
#include "numbering.h"
#include "plugins_of.h"
#include "provenance.h"

#include <algorithm>
#include <cassert>
#include <spondyl/dicom/load.h>
#include <spondyl/morphometry/attenuation.h>
#include <spondyl/pipeline/recompute.h>
#include <spondyl/plugin_host/run_stages.h>
#include <spondyl/radiograph/measure_film.h>
#include <spondyl/segmentation/segment.h>

namespace spondyl::pipeline {
namespace {

Result<void> check_kind(const Series& series) {
  if (series.verdict == Verdict::refused)
    return failure(ErrorCode::unsupported, "The series was refused when it was read.");
  if (series.kind == SeriesKind::volume || series.kind == SeriesKind::radiograph)
    return {};
  return failure(ErrorCode::unsupported,
                 "A series of kind " + std::string(to_string(series.kind)) + " is shown, never measured.");
}

/// What is known about the images belongs on every measurement made from them.
void add_series_warnings(const Series& series, std::vector<VertebraFinding>& vertebrae) {
  for (VertebraFinding& vertebra : vertebrae) {
    std::vector<std::string> warnings;
    for (const VerdictReason& reason : series.reasons)
      if (std::find(vertebra.warnings.begin(), vertebra.warnings.end(), reason.text) == vertebra.warnings.end())
        warnings.push_back(reason.text);
    vertebra.warnings.insert(vertebra.warnings.begin(), warnings.begin(), warnings.end());
  }
}

bool inside(const VolumeGeometry& geometry, PatientPoint point) {
  return geometry.contains(geometry.to_index(point));
}

/// Seeds count for every series of their frame of reference; for one that does not contain them they mean nothing.
std::vector<Seed> seeds_inside(const VolumeGeometry& geometry, const std::vector<Seed>& seeds) {
  std::vector<Seed> kept;
  std::copy_if(seeds.begin(), seeds.end(), std::back_inserter(kept),
               [&](const Seed& seed) { return inside(geometry, seed.centre); });
  return kept;
}

Result<void> measure_volume(const Series& series, const ReviewOptions& options, const Progress& progress,
                            SeriesReview& review) {
  SPONDYL_TRY(dicom::LoadedVolume loaded, dicom::load_volume(series, progress.part(0.0, 0.3)));
  segmentation::Request request;
  request.seeds = seeds_inside(loaded.volume.geometry(), options.seeds.in_patient_space);
  SPONDYL_TRY(segmentation::SegmentedSpine spine,
              plugin_host::segment(plugins_or_built_in(options.plugins), options.segmenter, loaded.volume, request,
                                   progress.part(0.3, 0.95)));
  review.findings.labels = "labels.nii.gz";
  review.findings.vertebrae = vertebrae_of(spine, loaded.volume, series.info.slice_thickness);
  review.findings.numbering = numbering_of(spine.labelling);
  review.findings.sacral_endplate = spine.sacral_endplate;
  review.findings.warnings = spine.warnings;
  for (VertebraFinding& vertebra : review.findings.vertebrae) {
    for (const VerdictReason& warning : loaded.warnings)
      vertebra.warnings.push_back(warning.text);
    if (!options.seeds.in_patient_space.empty() && request.seeds.empty())
      vertebra.warnings.emplace_back("The given seeds lie outside this series; it was measured automatically.");
  }
  review.labels = std::move(spine.labels);
  review.image = std::move(loaded.volume);
  return {};
}

Result<void> measure_radiograph(const Series& series, const ReviewOptions& options, const Progress& progress,
                                SeriesReview& review) {
  SPONDYL_TRY(dicom::LoadedRadiograph loaded, dicom::load_radiograph(series, progress.part(0.0, 0.3)));
  radiograph::FilmRequest request;
  request.patient_orientation = series.info.patient_orientation;
  for (const findings::PixelSeed& seed : options.seeds.on_image)
    request.seeds.push_back({seed.centre, seed.level});
  SPONDYL_TRY(const radiograph::FilmSpine spine,
              radiograph::measure_film(loaded.radiograph, request, progress.part(0.3, 0.95)));
  review.findings.vertebrae = vertebrae_of(spine, series.pixel_scale);
  review.findings.numbering = numbering_of(spine);
  review.findings.warnings = spine.warnings;
  for (const VerdictReason& warning : loaded.warnings)
    review.findings.warnings.push_back(warning.text);
  review.image = std::move(loaded.radiograph);
  return {};
}

bool landmarks_apply(const Series& series, const findings::ReaderLandmarks& landmarks) {
  return !landmarks.series_instance_uid || *landmarks.series_instance_uid == series.info.uid;
}

/// The image again, for the picture only: the landmarks stand for it.
Result<void> load_image(const Series& series, const Progress& progress, SeriesReview& review) {
  if (series.kind == SeriesKind::radiograph) {
    SPONDYL_TRY(dicom::LoadedRadiograph loaded, dicom::load_radiograph(series, progress));
    review.image = std::move(loaded.radiograph);
  } else {
    SPONDYL_TRY(dicom::LoadedVolume loaded, dicom::load_volume(series, progress));
    review.image = std::move(loaded.volume);
  }
  return {};
}

/// A correction re-enters the line here.
Result<void> measure_landmarks(const Series& series, const findings::ReaderLandmarks& landmarks,
                               const Progress& progress, SeriesReview& review) {
  if (!landmarks_apply(series, landmarks))
    return failure(ErrorCode::not_measurable, "The given landmarks belong to another series.");
  SPONDYL_TRY(review.findings.vertebrae, remeasured(series, landmarks.vertebrae));
  review.findings.numbering = landmarks.numbering.value_or(Numbering{});
  review.findings.sacral_endplate = landmarks.sacral_endplate;
  review.findings.warnings = landmarks.warnings;
  return load_image(series, progress, review);
}

Result<void> measure(const Series& series, const ReviewOptions& options, const Progress& progress,
                     SeriesReview& review) {
  if (options.landmarks)
    return measure_landmarks(series, *options.landmarks, progress, review);
  if (series.kind == SeriesKind::radiograph) {
    SPONDYL_CHECK(measure_radiograph(series, options, progress, review));
  } else {
    SPONDYL_CHECK(measure_volume(series, options, progress, review));
  }
  add_series_warnings(series, review.findings.vertebrae);
  return {};
}

/// A body is measured, with landmarks and three heights, or it says why not: never silence.
[[maybe_unused]] bool every_body_says_what_became_of_it(const Findings& findings) {
  return std::all_of(findings.vertebrae.begin(), findings.vertebrae.end(), [](const VertebraFinding& vertebra) {
    if (vertebra.status == MeasurementStatus::not_assessable)
      return !vertebra.reason.empty();
    const Heights& heights = vertebra.heights;
    return vertebra.landmarks && heights.anterior && heights.middle && heights.posterior;
  });
}

Result<void> assess(const Series& series, const ReviewOptions& options, SeriesReview& review) {
  SPONDYL_TRY(review.findings,
              assess_series(series, std::move(review.findings),
                            {options.schemes, options.reference_tables, options.grader, options.plugins}));
  if (const auto* volume = std::get_if<Volume>(&review.image))
    review.findings = morphometry::with_attenuation(
        std::move(review.findings), *volume,
        {series.info.kilovolt_peak, series.info.contrast_agent, series.info.lossy_compressed});
  return {};
}

Result<Series> with_scale(const Series& series, const ReviewOptions& options) {
  return options.calibration ? with_calibration(series, *options.calibration) : Result<Series>(series);
}

} // namespace

Result<SeriesReview> review_series(const Series& given, const ReviewOptions& options, const Progress& progress) {
  SPONDYL_CHECK(check_kind(given));
  SPONDYL_TRY(const Series series, with_scale(given, options));
  SeriesReview review;
  SPONDYL_TRY(review.findings, findings_of(series));
  SPONDYL_CHECK(measure(series, options, progress, review));
  if (options.level) {
    SPONDYL_CHECK(renumber(review.findings, *options.level));
  }
  if (review.labels)
    name_labels(*review.labels, review.findings.vertebrae);
  if (options.calibration)
    note_calibration(review.findings, series, *options.calibration);
  SPONDYL_CHECK(assess(series, options, review));
  assert(every_body_says_what_became_of_it(review.findings));
  progress.report(1.0, "measured");
  return review;
}

} // namespace spondyl::pipeline
