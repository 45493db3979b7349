#pragma once
// A first look at the bytes of a file, before the toolkit parses it: is it DICOM, where does the data set start, and is
// it nested so deeply that a recursive parser would run out of stack?

#include <cstdint>
#include <filesystem>
#include <span>
#include <spondyl/base/result.h>
#include <string>

namespace spondyl::dicom {

struct FileStructure {
  bool is_dicom = false;           ///< preamble and "DICM", or a data set that starts straight with group 0002 or 0008
  std::uint64_t data_set_at = 0;   ///< offset of the first element behind the meta header
  std::string transfer_syntax_uid; ///< of the meta header; empty without one
  bool pixels_cut_short = false;   ///< the file ends within the pixel data
};

/// Errors: `unreadable` (nesting, no access), with the cause as message.
[[nodiscard]] Result<FileStructure> examine_file(const std::filesystem::path& file);

/// The same checks for a data set in memory that is encoded as Explicit VR Little Endian.
[[nodiscard]] Result<FileStructure> examine_data_set(std::span<const std::uint8_t> data_set);

/// Sequences within sequences: real objects stay below 40, structured reports included. Engineering choice.
constexpr int kDeepestNesting = 100;

} // namespace spondyl::dicom
