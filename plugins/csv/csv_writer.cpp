// Findings as a tidy table: one row per vertebra, comma- or tab-separated.

#include "../support/report_support.h"

#include <spondyl/report/csv.h>

namespace spondyl::plugins {

struct CsvWriter {
  void write(const plugin_sdk::ReportRequest& request) const {
    const bool tabs = request.format() == "tsv";
    const char separator = tabs ? '\t' : ',';
    request.write_file(request.file_name() + (tabs ? ".tsv" : ".csv"),
                       report::csv_header(separator) + report::csv_rows(findings_of(request), separator));
  }
};

} // namespace spondyl::plugins

SPONDYL_REPORT_WRITER("csv", "1.0.0", spondyl::plugins::CsvWriter)
