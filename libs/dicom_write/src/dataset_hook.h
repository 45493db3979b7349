#pragma once
// For tests only: a last word on every data set before it is compressed and saved.

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <functional>
#include <spondyl/dicom_write/write.h>

namespace spondyl::dicom_write {

/// Gets the data set and its slice (0 for a multi-frame file and a film).
using DatasetHook = std::function<void(DcmDataset&, int)>;

[[nodiscard]] Result<std::vector<std::filesystem::path>>
write_volume_with_hook(const Volume& volume, const std::filesystem::path& folder, const WriteOptions& options,
                       const DatasetHook& hook, const Progress& progress = {});

[[nodiscard]] Result<void> write_radiograph_with_hook(const Radiograph& radiograph, const std::filesystem::path& file,
                                                      const WriteOptions& options, const DatasetHook& hook);

} // namespace spondyl::dicom_write
