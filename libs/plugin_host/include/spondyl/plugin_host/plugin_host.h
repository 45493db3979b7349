#pragma once
// Finds plugins, judges them, and calls those it accepts. Command line and viewer share it; no Qt.

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <spondyl/base/result.h>
#include <spondyl/plugin_host/manifest.h>
#include <string>
#include <string_view>
#include <vector>

extern "C" struct spondyl_plugin;

namespace spondyl::plugin_host {

/// One plugin that was found, accepted or not.
struct PluginEntry {
  std::filesystem::path file;             ///< the shared object; empty for parts built into the program
  std::string origin;                     ///< "built in", or the folder it was found in
  std::optional<Manifest> manifest;       ///< absent when there is none that can be read
  std::string refusal;                    ///< why it is not used; empty = accepted so far
  const spondyl_plugin* plugin = nullptr; ///< once its code is loaded
};

struct SearchFolders {
  std::filesystem::path installed;               ///< beside the program; empty = none
  std::filesystem::path user;                    ///< of the user; empty = none
  std::vector<std::filesystem::path> additional; ///< --plugin-path, in their order
};

/// <program>/../lib/spondyl/plugins and $XDG_DATA_HOME/spondyl/plugins (else ~/.local/share/...). Never the working
/// directory: relative paths of the environment do not count.
[[nodiscard]] SearchFolders default_search_folders();

/// The registry. Finding reads manifests only; the code of a plugin is loaded when it is first needed, after a child
/// process has shown that loading it does no harm.
class PluginHost {
public:
  explicit PluginHost(const SearchFolders& folders);

  /// In the order of search: built in, installed, user, additional; by file name inside a folder.
  [[nodiscard]] const std::vector<PluginEntry>& entries() const { return entries_; }
  /// Loads every accepted plugin, so that entries() tells of those that cannot be.
  void try_all();

  /// The accepted report writer of a format with the format. Errors: `unsupported`, naming the formats there are.
  struct Writer {
    PluginEntry* entry;
    ReportFormat format;
  };
  [[nodiscard]] Result<Writer> writer_for(const std::string& format);
  /// The accepted plugin of that role and id. Errors: `not_found` with the known ids, or the reason for its refusal.
  [[nodiscard]] Result<PluginEntry*> find(Role role, const std::string& id);
  /// Its code, loaded now if it was not. Errors: `unsupported` with the reason, which is also noted in the entry.
  [[nodiscard]] Result<const spondyl_plugin*> load(PluginEntry& entry);

private:
  void judge_folder(const std::filesystem::path& folder);
  void add(PluginEntry entry);
  [[nodiscard]] std::string known_formats() const;
  std::vector<PluginEntry> entries_;
};

/// The ids of the parts that are built in.
inline constexpr std::string_view kBuiltInSegmenter = "spondyl-segmenter";
inline constexpr std::string_view kBuiltInGrader = "spondyl-genant";

} // namespace spondyl::plugin_host
