// The whole border: one class with write(), one macro. What it throws becomes an error message of `spondyl report`.

#include "text_table.h"

#include <spondyl/plugin_sdk/report_writer.h>

struct ExampleWriter {
  void write(const spondyl::plugin_sdk::ReportRequest& request) const {
    request.write_file(request.file_name() + ".txt", text_table(request.findings_json()));
  }
};

SPONDYL_REPORT_WRITER("example-text", "1.0.0", ExampleWriter)
