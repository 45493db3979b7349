#pragma once

#include <filesystem>
#include <spondyl/base/progress.h>
#include <spondyl/base/result.h>
#include <spondyl/model/series.h>
#include <vector>

namespace spondyl::dicom {

struct ScanOptions {
  int threads = 0; ///< how many files are read at a time; 0 = all cores
};

/// Looks at every file below `inputs` (files, folders of any depth, a DICOMDIR) and judges every series by its headers.
///
/// Pixels are not read. Nothing is written. The result does not depend on the order of `inputs`, the number of threads
/// or the order in which the file system lists a folder. Whatever cannot be read is in `skipped` with its reason; an
/// input without a single DICOM file is not an error (`dicom_files` is 0 then).
/// Errors: `invalid_argument` without inputs, `not_found` when an input does not exist, `cancelled`.
[[nodiscard]] Result<ScanResult> scan(const std::vector<std::filesystem::path>& inputs, const ScanOptions& options = {},
                                      const Progress& progress = {});

} // namespace spondyl::dicom
