#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace spondyl::dicom {

/// What one file is, by its headers alone.
struct FileIdentity {
  bool is_dicom = false;
  std::string study_uid;                     ///< empty when it states none
  std::vector<std::filesystem::path> listed; ///< the files a DICOMDIR names, present or not
  std::string skip_reason; ///< why the file belongs to no study: no DICOM, damaged, a DICOMDIR; empty when it does
};

/// For archives that are too large for one scan(): says to which study a file belongs, so that each study can be
/// scanned by itself. Thread-safe; reads no pixels; never fails (whatever is wrong is the `skip_reason`).
[[nodiscard]] FileIdentity identify(const std::filesystem::path& file);

} // namespace spondyl::dicom
