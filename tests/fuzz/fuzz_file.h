#pragma once
// Inputs as a file that exists in memory only: our readers take paths.

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace spondyl::fuzz {

/// A path under which these bytes can be read until the next call.
[[nodiscard]] std::filesystem::path file_of(const std::uint8_t* bytes, std::size_t size);

} // namespace spondyl::fuzz
