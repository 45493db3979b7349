// Findings as a tidy table: one row per vertebra, comma- or tab-separated; what changed since a prior study in a
// second one.

#include "../support/report_support.h"

#include <spondyl/report/csv.h>

namespace spondyl::plugins {

struct CsvWriter {
  void write(const plugin_sdk::ReportRequest& request) const {
    const bool tabs = request.format() == "tsv";
    const char separator = tabs ? '\t' : ',';
    const std::string ending = tabs ? ".tsv" : ".csv";
    const Findings findings = findings_of(request);
    request.write_file(request.file_name() + ending,
                       report::csv_header(separator) + report::csv_rows(findings, separator));
    if (const auto comparison = comparison_of(request))
      request.write_file(request.file_name() + ".changes" + ending,
                         report::change_table(findings, *comparison, separator));
  }
};

} // namespace spondyl::plugins

SPONDYL_REPORT_WRITER("csv", "1.0.0", spondyl::plugins::CsvWriter)
