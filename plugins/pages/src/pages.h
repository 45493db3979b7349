#pragma once
// The page a clinician files, as HTML and as PDF.

#include <spondyl/plugin_sdk/report_writer.h>
#include <string>

namespace spondyl::plugins {

/// One file with its pictures inside.
[[nodiscard]] std::string html_page(const plugin_sdk::ReportRequest& request);
[[nodiscard]] std::string pdf_page(const plugin_sdk::ReportRequest& request);

} // namespace spondyl::plugins
