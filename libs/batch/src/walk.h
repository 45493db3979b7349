#pragma once

#include <filesystem>
#include <functional>
#include <spondyl/base/progress.h>
#include <spondyl/base/result.h>
#include <spondyl/model/series.h>
#include <vector>

namespace spondyl::batch {

/// The regular files of one folder, and what in it cannot be used.
struct FolderContent {
  std::filesystem::path folder;
  std::vector<std::string> files; ///< names, sorted
  std::vector<SkippedFile> skipped;
  bool whole = false; ///< every entry of the folder is here, not only a file that was named as input
};

/// Calls `on_folder` for every folder at or below the inputs, in an order that depends on the inputs alone. Holds one
/// folder per level at a time, never the archive. Symbolic links are followed, but not into a folder that is being
/// walked; one file may be met twice by two names. A folder that cannot be read is in `skipped`.
/// Errors: `cancelled`, what `on_folder` returns.
[[nodiscard]] Result<void> walk(const std::vector<std::filesystem::path>& inputs, const CancelToken& cancel,
                                const std::function<Result<void>(const FolderContent&)>& on_folder);

} // namespace spondyl::batch
