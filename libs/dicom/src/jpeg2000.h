#pragma once

#include <cstdint>
#include <span>
#include <spondyl/base/result.h>
#include <vector>

namespace spondyl::dicom {

/// One grey component as the code stream holds it.
struct Jpeg2000Image {
  std::vector<std::int32_t> values; ///< row by row
  int precision = 0;                ///< bits per value
  bool is_signed = false;
  bool truncated = false; ///< the code stream ended early; what was missing is less sharp or blank
};

/// Decodes a JPEG 2000 code stream (or JP2 file) of exactly `columns` x `rows` grey pixels. A truncated stream is
/// decoded as far as it goes. Errors: `unreadable`, with the cause as message.
[[nodiscard]] Result<Jpeg2000Image> decode_jpeg2000(std::span<const std::uint8_t> code_stream, int columns, int rows);

} // namespace spondyl::dicom
