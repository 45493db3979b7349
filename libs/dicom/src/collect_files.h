#pragma once

#include <filesystem>
#include <spondyl/base/progress.h>
#include <spondyl/base/result.h>
#include <spondyl/model/series.h>
#include <vector>

namespace spondyl::dicom {

struct CollectedFiles {
  std::vector<std::filesystem::path> files; ///< regular files, each once, sorted
  std::vector<SkippedFile> skipped;         ///< what was met and is no regular file, or cannot be entered
};

/// Every regular file below the inputs. Symbolic links are followed, each folder is entered once.
/// Errors: `invalid_argument`, `not_found`, `cancelled`.
[[nodiscard]] Result<CollectedFiles> collect_files(const std::vector<std::filesystem::path>& inputs,
                                                   const Progress& progress);

} // namespace spondyl::dicom
