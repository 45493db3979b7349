#pragma once

#include "two_studies.h"

#include <spondyl/pipeline/export_reports.h>
#include <spondyl/plugin_host/plugin_host.h>
#include <string>
#include <vector>

namespace spondyl::cli {

/// Which reports are written, in which words, and where to: what `report` and `compare` share.
struct ReportSettings {
  std::string output, language = "en", recommendation, templates;
  std::vector<std::string> formats, plugin_paths;
  bool quiet = false; ///< print no file names

  void add_options(CLI::App& command);
  /// Errors: `invalid_argument` where formats are asked for without a folder for them.
  [[nodiscard]] Result<void> check() const;
  /// The exit code: 0 all written, 1 some not, 2 unusable arguments.
  [[nodiscard]] int write(NamedStudy study, const std::string& images,
                          std::optional<comparison::Comparison> comparison) const;
};

/// The search folders with those of --plugin-path.
[[nodiscard]] plugin_host::SearchFolders search_folders(const std::vector<std::string>& plugin_paths);

/// --template, else $XDG_DATA_HOME/spondyl/templates-and-texts where a site keeps its own; empty = none.
[[nodiscard]] std::filesystem::path template_folder(const std::string& option);

} // namespace spondyl::cli
