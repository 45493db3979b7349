#include "pages.h"

namespace spondyl::plugins {

struct PageWriter {
  void write(const plugin_sdk::ReportRequest& request) const {
    if (request.format() == "html")
      request.write_file(request.file_name() + ".html", html_page(request));
    else
      request.write_file(request.file_name() + ".pdf", pdf_page(request));
  }
};

} // namespace spondyl::plugins

SPONDYL_REPORT_WRITER("pages", "1.0.0", spondyl::plugins::PageWriter)
