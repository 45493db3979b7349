#pragma once

#include <filesystem>
#include <spondyl/base/result.h>
#include <spondyl/model/volume.h>

namespace spondyl::imaging {

/// Writes a label map as gzip-compressed NIfTI (`path` ends in .nii.gz), RAS, one byte per voxel, orientation and
/// position kept. The file is written under a temporary name and renamed. Errors: `io`, naming the file.
[[nodiscard]] Result<void> write_nifti(const LabelMap& labels, const std::filesystem::path& path);

/// Reads a NIfTI label map back into LPS. Errors: `unreadable`, naming the file.
[[nodiscard]] Result<LabelMap> read_nifti_labels(const std::filesystem::path& path);

/// Writes the voxels of a volume as 32-bit float NIfTI, for looking at what was loaded. Errors: `io`.
[[nodiscard]] Result<void> write_nifti(const Volume& volume, const std::filesystem::path& path);

/// Reads a NIfTI image as a volume of the given modality. Errors: `unreadable`.
[[nodiscard]] Result<Volume> read_nifti_volume(const std::filesystem::path& path, Modality modality);

} // namespace spondyl::imaging
