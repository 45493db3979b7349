#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <spondyl/dicom_write/write.h>

namespace spondyl::dicom_write {

/// Compresses the data set as the options say and saves it under a temporary name that is then renamed.
/// Errors: `io` naming the file.
[[nodiscard]] Result<void> save_dataset(DcmFileFormat& format, const std::filesystem::path& file,
                                        const WriteOptions& options);

} // namespace spondyl::dicom_write
