#pragma once

#include <cstdint>
#include <span>
#include <spondyl/base/result.h>

namespace spondyl::dicom {

/// Decodes one RLE frame of a single grey component (PS3.5 annex G) into little-endian cells of `bytes_per_cell`.
/// The toolkit's own decoder reads outside its buffers on damaged streams (DCMTK 3.6.7).
/// Errors: `unreadable`, with the cause as message.
[[nodiscard]] Result<void> decode_rle(std::span<const std::uint8_t> stream, std::size_t bytes_per_cell,
                                      std::span<std::uint8_t> cells);

} // namespace spondyl::dicom
