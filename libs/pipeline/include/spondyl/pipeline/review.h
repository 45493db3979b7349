#pragma once

#include <memory>
#include <optional>
#include <spondyl/base/progress.h>
#include <spondyl/findings/reader_input.h>
#include <spondyl/model/findings.h>
#include <spondyl/model/landmarks.h>
#include <spondyl/model/radiograph.h>
#include <spondyl/model/series.h>
#include <spondyl/model/volume.h>
#include <spondyl/morphometry/reference_tables.h>
#include <spondyl/plugin_host/plugin_host.h>
#include <spondyl/radiograph/calibrate.h>
#include <string>
#include <variant>
#include <vector>

namespace spondyl::pipeline {

/// "This body is L1": re-labels every body of a series by counting from the one nearest to `centre`.
struct LevelAssignment {
  VertebraLevel level;
  PatientPoint centre;
};

/// What a reader adds to the automatic line.
struct ReviewOptions {
  findings::ReaderSeeds seeds;                        ///< approximate body centres: semi-automatic measurement
  std::optional<findings::ReaderLandmarks> landmarks; ///< corrected: everything downstream is recomputed from them
  std::optional<LevelAssignment> level;
  std::optional<radiograph::FilmCalibration> calibration; ///< of the one film that is measured
  /// Which segmenter and grader do the work; `plugins` must know them. Without `plugins` the built-in ones do.
  std::string segmenter{plugin_host::kBuiltInSegmenter}, grader{plugin_host::kBuiltInGrader};
  std::shared_ptr<plugin_host::PluginHost> plugins;
  std::vector<std::string> schemes; ///< besides Genant's: names of morphometry::known_schemes()
  std::optional<morphometry::ReferenceTables> reference_tables; ///< a site's own, before those compiled in
};

/// Everything one series yields.
struct SeriesReview {
  Findings findings;
  std::optional<LabelMap> labels;                         ///< absent when the landmarks came from a reader
  std::variant<std::monostate, Volume, Radiograph> image; ///< what was measured, for pictures
};

/// The one straight line: load, segment, measure, grade. Viewer, command line, batch and tests all call this.
///
/// Errors: `not_measurable` with the reason when the series holds nothing to measure; `unsupported` for refused series
/// and for kinds without a method yet; what loading and segmentation report; `cancelled`.
[[nodiscard]] Result<SeriesReview> review_series(const Series& series, const ReviewOptions& options,
                                                 const Progress& progress);

} // namespace spondyl::pipeline
