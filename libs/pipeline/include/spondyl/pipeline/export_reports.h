#pragma once
// Findings written in the formats others read: what `spondyl report` and the viewer's export share.

#include <filesystem>
#include <optional>
#include <spondyl/base/progress.h>
#include <spondyl/base/result.h>
#include <spondyl/plugin_host/plugin_host.h>
#include <spondyl/plugin_host/write_report.h>
#include <string>
#include <vector>

namespace spondyl::pipeline {

struct ExportOrder {
  plugin_host::ReportOrder report; ///< its output folder is created when it is not there
  std::vector<std::string> formats;
  /// Files of these findings: beside each it is noted which structured reports were written (exported_reports.h).
  std::vector<std::filesystem::path> noted_beside{};
  std::filesystem::path audit_log{}; ///< empty = nothing is noted
};

/// What became of one format.
struct FormatOutcome {
  std::string format;
  std::vector<std::filesystem::path> files{}; ///< written, with the output folder
  std::optional<Error> error{};               ///< why there are none; `cancelled` for those that were not begun, too
};

struct ExportOutcome {
  std::vector<FormatOutcome> formats;  ///< in the order they were written
  std::vector<std::string> warnings{}; ///< notes that could not be written; the reports stand

  [[nodiscard]] bool all_written() const;
};

/// Writes every format; one that fails does not stop the others. Each that was written is a line of the audit log.
/// Errors, before anything is written: `unsupported` (a format nobody writes), `invalid_argument` (a language that is
/// no word), `io` (the folder).
[[nodiscard]] Result<ExportOutcome> export_reports(plugin_host::PluginHost& host, ExportOrder order,
                                                   const Progress& progress = {});

/// Every format once, `kos` last: it points to what the others wrote.
[[nodiscard]] std::vector<std::string> ordered_formats(std::vector<std::string> formats);

/// Errors: `unsupported` when a format has no writer, before anything is written.
[[nodiscard]] Result<void> check_formats(plugin_host::PluginHost& host, const std::vector<std::string>& formats);

/// Where a site keeps its own templates and texts: $XDG_DATA_HOME/spondyl/templates; empty when it is not there.
[[nodiscard]] std::filesystem::path site_templates();

} // namespace spondyl::pipeline
