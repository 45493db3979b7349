#pragma once
// The run over many series: scan, judge, review each, write what was found and a manifest of it all.

#include <filesystem>
#include <functional>
#include <optional>
#include <spondyl/base/progress.h>
#include <spondyl/model/findings.h>
#include <spondyl/model/series.h>
#include <spondyl/pipeline/review.h>
#include <string>
#include <vector>

namespace spondyl::pipeline {

struct RunOptions {
  std::vector<std::filesystem::path> inputs; ///< files, folders of any depth, DICOMDIRs
  std::filesystem::path output;              ///< created when missing; must not lie inside an input folder
  std::optional<std::string> series_uid;     ///< measure only this Series Instance UID
  ReviewOptions review;
  std::vector<std::string> formats;      ///< report formats besides findings.json; review.plugins must know them
  std::string language = "en";           ///< of the reports
  std::filesystem::path template_folder; ///< a site's own templates and texts; empty = none
  bool anonymous = false; ///< write findings::anonymized() findings, and no picture of images with burned-in text
};

enum class Outcome {
  measured,     ///< findings were written
  not_measured, ///< judged, and for the stated reason not measured; not a failure
  not_selected, ///< judged only: another series was asked for
  failed        ///< should have been measured, and an error stopped it
};
[[nodiscard]] std::string_view to_string(Outcome outcome);

/// What became of one series.
struct SeriesOutcome {
  Series series;
  Outcome outcome = Outcome::not_measured;
  std::string reason;             ///< why not measured, or the error; empty when measured
  std::optional<ErrorCode> error; ///< of what stopped it
  std::optional<Findings> findings;
  double seconds = 0.0;
  std::size_t peak_memory_bytes = 0; ///< of the process while it worked on this series; 0 = unknown
  std::string folder;                ///< below the output folder; empty when nothing was written
  std::vector<std::string> files;    ///< names inside `folder`
};

struct RunReport {
  std::vector<SeriesOutcome> series;
  std::vector<SkippedFile> skipped;
  std::size_t files_seen = 0, dicom_files = 0;
  bool cancelled = false;

  [[nodiscard]] bool any_failed() const;
};

/// Scans the inputs, measures every usable series and writes `output/<series folder>/...` and `output/manifest.json`.
/// The manifest is written even when nothing was measurable. `on_series` is called after each series, in order.
/// Errors: unusable arguments (`invalid_argument`, `not_found`) and an output that cannot be written (`io`).
[[nodiscard]] Result<RunReport> run(const RunOptions& options, const Progress& progress,
                                    const std::function<void(const SeriesOutcome&)>& on_series = {});

/// One judged series through the line: measures it if it is selected and usable, and writes its results below
/// `options.output`, which must exist. Whatever happens is in the outcome.
[[nodiscard]] SeriesOutcome measure_series(Series series, const RunOptions& options, const Progress& progress);

/// What tells a series of a scan apart from every other one, also where a UID is missing or was given twice: a digest
/// (64 hexadecimal digits) that depends on the headers, and on file names only where those say nothing.
[[nodiscard]] std::string series_identity(const Series& series);

/// The folder name of a series' results: modality and the beginning of series_identity(), no patient data.
[[nodiscard]] std::string results_folder_name(const Series& series);

/// The entry of one series in manifest.json, as JSON text. Anonymous: with replaced UIDs and without file names.
[[nodiscard]] std::string manifest_entry_json(const SeriesOutcome& outcome, bool anonymous = false);

/// The text of manifest.json.
[[nodiscard]] std::string manifest_json(const RunReport& report);

} // namespace spondyl::pipeline
