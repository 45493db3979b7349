#pragma once

#include <filesystem>
#include <spondyl/base/result.h>
#include <string_view>

namespace spondyl::findings {

/// Writes a file that may hold patient data: readable by its owner only (mode 0600), and never half written, for it is
/// written beside its place, flushed to the disk and renamed. An existing file is replaced. The folder must exist.
///
/// Errors: `io`, naming the file and the system's reason.
[[nodiscard]] Result<void> write_private_file(const std::filesystem::path& file, std::string_view bytes);

} // namespace spondyl::findings
