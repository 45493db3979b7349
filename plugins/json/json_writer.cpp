// Findings as findings.json, read and written anew: what comes out is what this version understood. A
// comparison is a file of its own, as `spondyl compare --json` prints it.

#include "../support/report_support.h"

namespace spondyl::plugins {

struct JsonWriter {
  void write(const plugin_sdk::ReportRequest& request) const {
    request.write_file(request.file_name() + ".json", findings::to_json(findings_of(request)) + "\n");
    if (const auto comparison = comparison_of(request))
      request.write_file(request.file_name() + ".comparison.json", comparison::to_json(*comparison) + "\n");
  }
};

} // namespace spondyl::plugins

SPONDYL_REPORT_WRITER("json", "1.0.0", spondyl::plugins::JsonWriter)
