#pragma once

#include "header.h"
#include <filesystem>
#include <optional>
#include <string>

namespace spondyl::dicom {

/// Why a DICOMDIR is no part of any series.
inline constexpr const char* kIsDirectory = "a DICOMDIR: the directory of a medium, read for its list of files";

/// What looking at one file yields: its header, or why it is skipped.
struct Looked {
  std::filesystem::path file;
  std::optional<InstanceHeader> header;
  std::string skip_reason;
};

/// Reads the header of `looked.file`; whatever goes wrong is the reason for skipping it.
void look_at(Looked& looked);

} // namespace spondyl::dicom
