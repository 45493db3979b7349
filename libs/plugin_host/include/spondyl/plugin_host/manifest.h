#pragma once

#include <array>
#include <spondyl/base/result.h>
#include <string>
#include <string_view>
#include <vector>

namespace spondyl::plugin_host {

enum class Role { report_writer, segmenter, grader };
inline constexpr std::array<Role, 3> kRoles = {Role::report_writer, Role::segmenter, Role::grader};
[[nodiscard]] std::string_view to_string(Role role);

/// One kind of file a report writer makes.
struct ReportFormat {
  std::string name;   ///< what --format calls it, e.g. "csv"
  std::string ending; ///< of the file, with the dot, e.g. ".csv"
};

/// NAME.plugin.json: what is known of a plugin before its code is loaded.
struct Manifest {
  std::string id;      ///< lower-case letters, digits and '-', unique among all plugins
  std::string version; ///< of the plugin
  int abi = 0;         ///< SPONDYL_PLUGIN_ABI it was built for
  Role role = Role::report_writer;
  std::vector<ReportFormat> formats; ///< of report writers, at least one
  std::string licence;               ///< SPDX identifier
  std::string description;           ///< one sentence; may be empty
  std::string sha256;                ///< of the shared object; empty = not stated
};

/// Errors: `unreadable` (no JSON), `invalid_argument` naming the member and the problem.
[[nodiscard]] Result<Manifest> parse_manifest(std::string_view text, const std::string& name);

} // namespace spondyl::plugin_host
