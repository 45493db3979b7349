#pragma once

#include <filesystem>
#include <spondyl/base/result.h>
#include <string>

namespace spondyl {

/// The whole of a small file, byte for byte. Errors: `not_found`, naming it.
[[nodiscard]] Result<std::string> read_text(const std::filesystem::path& file);

} // namespace spondyl
