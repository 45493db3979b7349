#pragma once
// The part of the line that a reader's correction re-enters, without reading pixels again: fast enough for every
// mouse move.

#include <memory>
#include <optional>
#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <spondyl/model/series.h>
#include <spondyl/morphometry/reference_tables.h>
#include <spondyl/plugin_host/plugin_host.h>
#include <spondyl/radiograph/calibrate.h>
#include <string>
#include <vector>

namespace spondyl::pipeline {

/// A reader's choice of what to assess beyond Genant's grade.
struct AssessmentChoice {
  std::vector<std::string> schemes;                             ///< names of morphometry::known_schemes()
  std::optional<morphometry::ReferenceTables> reference_tables; ///< a site's own, before those compiled in
  std::string grader{plugin_host::kBuiltInGrader};              ///< a plugin that `plugins` knows
  std::shared_ptr<plugin_host::PluginHost> plugins;             ///< none: what is built in
};

/// Everything downstream of landmarks and levels, the same for automatic, seeded and corrected measurements: ratios,
/// loss, grades, angles, discs, deformity index, what a reader must confirm. Errors: `invalid_argument` for an unknown
/// scheme.
[[nodiscard]] Result<Findings> assess_series(const Series& series, Findings findings,
                                             const AssessmentChoice& choice = {});

/// Heights anew where landmarks were moved, then ratios, loss and grade of all: what review_series() makes of
/// `ReviewOptions::landmarks`. Errors: `invalid_argument` when landmarks do not fit the kind of series,
/// `not_measurable` when those of a height coincide.
[[nodiscard]] Result<std::vector<VertebraFinding>> recompute(const Series& series,
                                                             std::vector<VertebraFinding> vertebrae);

/// The film with the scale that a reader gives it. Errors: `unsupported` for what is no film, and those of
/// radiograph::calibrated().
[[nodiscard]] Result<Series> with_calibration(Series series, const radiograph::FilmCalibration& calibration);
/// The millimetres of every height anew from the scale of the film; pixels and what is known about them stay.
/// Errors: those of recompute().
[[nodiscard]] Result<std::vector<VertebraFinding>> rescaled(const Series& film, std::vector<VertebraFinding> vertebrae);
/// Says in the findings who gave the film its scale, how and when. `film` is what with_calibration() made.
void note_calibration(Findings& findings, const Series& film, const radiograph::FilmCalibration& calibration);

/// Findings of a series on which nothing was measured yet: software, time, patient, study, images with their digests.
/// Reads every file for its digest. Errors: `unreadable` when one has vanished since the scan.
[[nodiscard]] Result<Findings> unmeasured_findings(const Series& series);

} // namespace spondyl::pipeline
