#pragma once

#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <spondyl/pipeline/export_reports.h>
#include <spondyl/plugin_host/plugin_host.h>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace spondyl::cli {

/// `spondyl report`: stored findings in the formats others read.
class ReportCommand {
public:
  explicit ReportCommand(CLI::App& app);
  /// 0 all formats written, 1 some not, 2 unusable arguments.
  [[nodiscard]] int run() const;

private:
  [[nodiscard]] pipeline::ExportOrder order(Findings findings) const;
  /// Objects of other systems: what was understood of them.
  [[nodiscard]] int write_understood() const;
  /// The exit code.
  [[nodiscard]] int print(const pipeline::ExportOutcome& outcome) const;

  std::string findings_file_, images_, output_, language_ = "en", recommendation_, templates_;
  std::vector<std::string> formats_, plugin_paths_;
  bool quiet_ = false;
};

/// The search folders with those of --plugin-path.
[[nodiscard]] plugin_host::SearchFolders search_folders(const std::vector<std::string>& plugin_paths);

/// --template, else $XDG_DATA_HOME/spondyl/templates-and-texts where a site keeps its own; empty = none.
[[nodiscard]] std::filesystem::path template_folder(const std::string& option);

using pipeline::check_formats;
using pipeline::ordered_formats;

} // namespace spondyl::cli
