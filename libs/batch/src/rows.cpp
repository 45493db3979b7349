#include "rows.h"

#include <map>
#include <spondyl/base/text.h>
#include <spondyl/findings/anonymize.h>
#include <spondyl/report/csv.h>

namespace spondyl::batch {
namespace {

namespace fs = std::filesystem;

std::string place(const std::string& study, int part, const std::string& folder) {
  return report::csv_fields({study, part > 0 ? std::to_string(part) : "", folder}) + ",";
}

/// A line whose cells are empty but for the named ones.
std::string sparse_row(const std::map<std::string, std::string>& cells) {
  std::vector<std::string> fields;
  for (const std::string& column : report::csv_columns()) {
    const auto cell = cells.find(column);
    fields.push_back(cell == cells.end() ? std::string{} : cell->second);
  }
  return report::csv_fields(fields) + "\n";
}

} // namespace

std::string table_header() {
  return "study_instance_uid,series_part,folder," + report::csv_header();
}

std::string table_rows(const pipeline::SeriesOutcome& outcome, bool anonymous) {
  const Series& series = outcome.series;
  const auto uid = [anonymous](const std::string& own) { return anonymous ? findings::replacement_uid(own) : own; };
  const std::string from = place(uid(series.study.uid), series.part, outcome.folder);
  std::string rows;
  if (outcome.outcome == pipeline::Outcome::measured && outcome.findings)
    for (const VertebraFinding& vertebra : outcome.findings->vertebrae) {
      Findings one = *outcome.findings;
      one.vertebrae = {vertebra};
      rows += from + report::csv_rows(one);
    }
  if (!rows.empty())
    return rows;
  return table_row({uid(series.study.uid), uid(series.info.uid), anonymous ? std::string{} : series.study.date,
                    series.info.modality, series.part, outcome.folder, std::string(to_string(outcome.outcome)),
                    outcome.reason});
}

std::string table_row(const Unmeasured& series) {
  return place(series.study_uid, series.part, series.folder) + sparse_row({{"series_instance_uid", series.series_uid},
                                                                           {"study_date", series.study_date},
                                                                           {"modality", series.modality},
                                                                           {"status", series.status},
                                                                           {"reason", series.reason}});
}

std::string without_paths(std::string text, const Series& series, const fs::path& folder) {
  for (const FrameRef& frame : series.frames)
    text = replaced(std::move(text), frame.file.string(), "[file]");
  return replaced(std::move(text), folder.string() + "/", "");
}

} // namespace spondyl::batch
