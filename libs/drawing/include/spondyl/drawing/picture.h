#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <spondyl/base/result.h>
#include <string>
#include <vector>

namespace spondyl::drawing {

/// A finished colour picture: rows from the top, three bytes red, green, blue per pixel.
struct Picture {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgb;

  [[nodiscard]] std::array<std::uint8_t, 3> at(int x, int y) const {
    const std::size_t offset =
        3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x));
    return {rgb[offset], rgb[offset + 1], rgb[offset + 2]};
  }
};

/// The bytes of a PNG. Errors: `internal` when the picture is too large.
[[nodiscard]] Result<std::string> encode_png(const Picture& picture);

/// Reads a PNG back. Errors: `unreadable`, naming the file.
[[nodiscard]] Result<Picture> read_png(const std::filesystem::path& file);

/// Writes a PNG that its owner alone may read (it shows a patient). Errors: `io`.
[[nodiscard]] Result<void> write_png(const Picture& picture, const std::filesystem::path& file);

} // namespace spondyl::drawing
