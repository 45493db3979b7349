#pragma once
// What ships inside the program: the same tables as any plugin's, registered without a file.

#include <spondyl/plugin_host/plugin_host.h>

namespace spondyl::plugin_host {

[[nodiscard]] PluginEntry built_in_segmenter();
[[nodiscard]] PluginEntry built_in_grader();

} // namespace spondyl::plugin_host
