#include "jpeg_header.h"

namespace spondyl::dicom {
namespace {

bool is_frame_header(std::uint8_t marker) {
  constexpr std::uint8_t kHuffmanTables = 0xC4, kReserved = 0xC8, kArithmeticConditioning = 0xCC, kJpegLs = 0xF7;
  return marker == kJpegLs || (marker >= 0xC0 && marker <= 0xCF && marker != kHuffmanTables && marker != kReserved &&
                               marker != kArithmeticConditioning);
}

} // namespace

std::optional<JpegSize> jpeg_size(std::span<const std::uint8_t> stream) {
  std::size_t at = 2; // behind the start-of-image marker
  const auto word = [&](std::size_t offset) { return stream[offset] * 256 + stream[offset + 1]; };
  while (at + 9 <= stream.size()) {
    if (stream[at] != 0xFF)
      return std::nullopt;
    const std::uint8_t marker = stream[at + 1];
    if (marker == 0xFF) { // fill byte
      ++at;
      continue;
    }
    if (is_frame_header(marker))
      return JpegSize{word(at + 7), word(at + 5)};
    at += 2 + static_cast<std::size_t>(word(at + 2));
  }
  return std::nullopt;
}

} // namespace spondyl::dicom
