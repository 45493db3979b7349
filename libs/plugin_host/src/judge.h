#pragma once

#include <filesystem>
#include <spondyl/base/result.h>
#include <spondyl/plugin_host/plugin_host.h>
#include <vector>

namespace spondyl::plugin_host {

/// Every *.so of a folder and every *.plugin.json without one, judged without loading any code. A folder that is not
/// there holds nothing.
[[nodiscard]] std::vector<PluginEntry> judge_files(const std::filesystem::path& folder);

} // namespace spondyl::plugin_host
