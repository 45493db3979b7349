#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <spondyl/base/result.h>
#include <string>
#include <string_view>

namespace spondyl {

using Sha256 = std::array<std::uint8_t, 32>; ///< FIPS 180-4

[[nodiscard]] Sha256 sha256(std::string_view bytes);
/// 64 lower-case hexadecimal digits.
[[nodiscard]] std::string hexadecimal(const Sha256& digest);
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// SHA-256 of a whole file as hexadecimal digits, read piece by piece. Errors: `unreadable`.
[[nodiscard]] Result<std::string> sha256_of_file(const std::filesystem::path& file);

} // namespace spondyl
