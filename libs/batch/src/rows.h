#pragma once
// One series as lines of the archive's table.

#include <spondyl/pipeline/run.h>
#include <string>

namespace spondyl::batch {

/// The columns of vertebrae.csv: where a row comes from, then those of report::csv_columns().
[[nodiscard]] std::string table_header();

/// One line per vertebra of a measured series, else one with the status and the reason. No absolute paths, no times.
[[nodiscard]] std::string table_rows(const pipeline::SeriesOutcome& outcome, bool anonymous);

/// What a line without a measurement says of its series; of a study whose series are not known, only the study.
struct Unmeasured {
  std::string study_uid, series_uid, study_date, modality; ///< as shown
  int part = 0;
  std::string folder, status, reason;
};
[[nodiscard]] std::string table_row(const Unmeasured& series);

/// `text` with "[file]" for every file of the series and without `folder`: names of files may hold anything, and where
/// they are differs between machines.
[[nodiscard]] std::string without_paths(std::string text, const Series& series, const std::filesystem::path& folder);

} // namespace spondyl::batch
