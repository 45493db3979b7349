#pragma once

#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <spondyl/plugin_host/plugin_host.h>
#include <spondyl/plugin_host/write_report.h>
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
  [[nodiscard]] Result<plugin_host::ReportOrder> order(Findings findings) const;
  /// Objects of other systems: what was understood of them.
  [[nodiscard]] int write_understood() const;
  void note_reports(const Findings& findings, const std::vector<std::string>& files) const;
  [[nodiscard]] int write_formats(plugin_host::PluginHost& host, plugin_host::ReportOrder order) const;

  std::string findings_file_, images_, output_, language_ = "en", recommendation_, templates_;
  std::vector<std::string> formats_, plugin_paths_;
  bool quiet_ = false;
};

/// The search folders with those of --plugin-path.
[[nodiscard]] plugin_host::SearchFolders search_folders(const std::vector<std::string>& plugin_paths);

/// --template, else $XDG_DATA_HOME/spondyl/templates-and-texts where a site keeps its own; empty = none.
[[nodiscard]] std::filesystem::path template_folder(const std::string& option);

/// Every format once, `kos` last: it points to what the others wrote.
[[nodiscard]] std::vector<std::string> ordered_formats(std::vector<std::string> formats);

/// Errors when a format has no writer, before anything is written.
[[nodiscard]] Result<void> check_formats(plugin_host::PluginHost& host, const std::vector<std::string>& formats);

} // namespace spondyl::cli
