#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <spondyl/base/result.h>
#include <vector>

namespace spondyl::dicom {

struct Inflated {
  std::vector<std::uint8_t> bytes;
  bool complete = false; ///< the stream ended within the limit
};

/// Inflates what follows `offset` in a file (PS3.5 A.5: a raw deflate stream), at most `limit` bytes of it.
/// A damaged or shortened stream yields what came out of it. Errors: `unreadable`, with the cause as message.
[[nodiscard]] Result<Inflated> inflate_file(const std::filesystem::path& file, std::uint64_t offset, std::size_t limit);

} // namespace spondyl::dicom
