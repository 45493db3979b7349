#include "look_at.h"

#include "read_header.h"
#include <spondyl/dicom/identify.h>
#include <spondyl/dicom_file/toolkit.h>

namespace spondyl::dicom {

namespace fs = std::filesystem;

void look_at(Looked& looked) {
  try {
    std::error_code error;
    const auto size = fs::file_size(looked.file, error);
    if (error) {
      looked.skip_reason = "the file cannot be read: " + error.message();
    } else if (size == 0) {
      looked.skip_reason = "the file is empty";
    } else if (auto header = read_header(looked.file)) {
      looked.header = std::move(*header);
    } else {
      looked.skip_reason = header.error().message;
    }
  } catch (const std::exception&) {
    looked.skip_reason = "the file cannot be read: it is damaged or too large for the memory";
  }
}

FileIdentity identify(const fs::path& file) {
  prepare_toolkit();
  Looked looked{file, std::nullopt, {}};
  look_at(looked);
  if (!looked.header)
    return {false, {}, {}, std::move(looked.skip_reason)};
  if (looked.header->is_directory)
    return {true, {}, std::move(looked.header->referenced_files), kIsDirectory};
  return {true, std::move(looked.header->study.uid), {}, {}};
}

} // namespace spondyl::dicom
