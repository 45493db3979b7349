#pragma once
// Shared objects of plugins: probed in a process of their own first, then opened in this one.

#include <chrono>
#include <filesystem>
#include <spondyl/base/result.h>
#include <spondyl/plugin_host/manifest.h>
#include <spondyl/plugin_sdk/plugin_abi.h>

namespace spondyl::plugin_host {

/// A plugin that takes longer to load hangs. Engineering choice: loading takes well under a second.
inline constexpr std::chrono::milliseconds kLoadingLimit{10000};

/// Loads the file in a forked child and asks for its entry; what goes wrong there, a crash included, is the error.
[[nodiscard]] Result<void> probe_library(const std::filesystem::path& file, const Manifest& manifest,
                                         std::chrono::milliseconds limit = kLoadingLimit);

/// Loads the file for the rest of the process. Call after probe_library().
[[nodiscard]] Result<const spondyl_plugin*> open_library(const std::filesystem::path& file, const Manifest& manifest);

/// What the entry answered against what the manifest promised. Errors: `unsupported`.
[[nodiscard]] Result<void> check_plugin(const spondyl_plugin* plugin, const Manifest& manifest);

} // namespace spondyl::plugin_host
