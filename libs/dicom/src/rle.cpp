#include "rle.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace spondyl::dicom {
namespace {

constexpr std::size_t kHeaderBytes = 64;
constexpr std::size_t kMostSegments = 15;

/// One byte plane: writes every `stride`-th byte of `cells` from `first` on. False when the segment ends early.
bool decode_segment(std::span<const std::uint8_t> segment, std::size_t first, std::size_t stride,
                    std::span<std::uint8_t> cells) {
  std::size_t in = 0, out = first;
  while (out < cells.size()) {
    if (in >= segment.size())
      return false;
    const auto control = static_cast<std::int8_t>(segment[in++]);
    if (control == -128) // no operation
      continue;
    const bool literal = control >= 0;
    const std::size_t count = literal ? static_cast<std::size_t>(control) + 1 : static_cast<std::size_t>(1 - control);
    if (in + (literal ? count : 1) > segment.size())
      return false;
    for (std::size_t i = 0; i < count && out < cells.size(); ++i, out += stride)
      cells[out] = segment[literal ? in + i : in];
    in += literal ? count : 1;
  }
  return true;
}

} // namespace

Result<void> decode_rle(std::span<const std::uint8_t> stream, std::size_t bytes_per_cell,
                        std::span<std::uint8_t> cells) {
  std::array<std::uint32_t, 16> header{};
  if (stream.size() < kHeaderBytes)
    return failure(ErrorCode::unreadable, "the RLE header is cut short");
  std::memcpy(header.data(), stream.data(), kHeaderBytes);
  const std::size_t segments = header[0];
  if (segments != bytes_per_cell || segments > kMostSegments)
    return failure(ErrorCode::unreadable, "the RLE stream has another number of byte planes than the header names");
  for (std::size_t plane = 0; plane < segments; ++plane) {
    const std::size_t begin = header[plane + 1];
    const std::size_t end = plane + 1 < segments ? std::size_t{header[plane + 2]} : stream.size();
    if (begin < kHeaderBytes || begin > end || end > stream.size())
      return failure(ErrorCode::unreadable, "the RLE stream is damaged");
    // The first segment holds the most significant bytes; cells are little-endian.
    if (!decode_segment(stream.subspan(begin, end - begin), segments - 1 - plane, segments, cells))
      return failure(ErrorCode::unreadable, "the RLE stream is cut short");
  }
  return {};
}

} // namespace spondyl::dicom
