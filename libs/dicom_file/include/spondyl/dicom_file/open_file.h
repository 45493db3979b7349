#pragma once

#include <filesystem>
#include <memory>
#include <spondyl/base/result.h>

class DcmFileFormat; // of DCMTK, which public headers do not include

namespace spondyl::dicom {

struct OpenedFile {
  std::unique_ptr<DcmFileFormat> format;
  bool pixels_cut_short = false; ///< the file ends within the pixel data
};

/// Parses a file. Values longer than a few kB stay on disk until they are asked for. A file that ends early yields what
/// could be read. A deflated data set is inflated in memory, at most to what its header declares.
/// Errors: `unreadable`, `unsupported` (not DICOM at all); the message is a cause without the file's name.
[[nodiscard]] Result<OpenedFile> open_file(const std::filesystem::path& file);

} // namespace spondyl::dicom
