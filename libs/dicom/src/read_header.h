#pragma once

#include "header.h"
#include <spondyl/base/result.h>

namespace spondyl::dicom {

/// Reads the headers of one file. Errors: `unreadable`, with the cause as message (no file name, no patient data).
[[nodiscard]] Result<InstanceHeader> read_header(const std::filesystem::path& file);

} // namespace spondyl::dicom
