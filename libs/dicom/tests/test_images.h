#pragma once
// Small synthetic images and folders for the tests of reading. Nothing here comes from a patient.

#include "../../dicom_write/src/dataset_hook.h"
#include <filesystem>
#include <gtest/gtest.h>
#include <spondyl/dicom/load.h>
#include <spondyl/dicom/scan.h>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::dicom::test {

using test_support::TemporaryFolder;

struct VolumeShape {
  GridSize size{16, 12, 6};
  Modality modality = Modality::ct;
  PatientPoint origin{-10, -20, 30};
  PatientVector column_axis{1, 0, 0}, row_axis{0, 1, 0};
  double column_spacing = 0.5, row_spacing = 0.75, slice_spacing = 2.5;
  float lowest = -100, highest = 900; ///< whole grey values from one to the other, different in every voxel nearby
};

/// Slices along the normal of the given axes.
[[nodiscard]] Volume make_volume(const VolumeShape& shape = {});

[[nodiscard]] ScanResult scan_folder(const std::filesystem::path& folder);
/// The only series of a folder; fails the test otherwise.
[[nodiscard]] Series scan_one(const std::filesystem::path& folder);

void write(const Volume& volume, const std::filesystem::path& folder, const dicom_write::WriteOptions& options = {},
           const dicom_write::DatasetHook& hook = {});

/// All reasons in one text, for looking for words.
[[nodiscard]] std::string reasons_of(const Series& series);

/// Largest difference between two sets of voxels; infinite when they differ in number.
[[nodiscard]] double largest_difference(const std::vector<float>& a, const std::vector<float>& b);

/// Replaces the native 16-bit pixel data of a data set by JPEG 2000 (lossless), each frame cut to `keep` of its bytes.
void compress_jpeg2000(DcmDataset& data, double keep = 1.0, bool claim_signed = false);

[[nodiscard]] std::string read_bytes(const std::filesystem::path& file);
void write_bytes(const std::filesystem::path& file, const std::string& bytes);

/// Scans and loads whatever the scan does not refuse; every refusal must have a reason. Surviving is the test.
void scan_and_load(const std::filesystem::path& folder);

/// Four small slices in that transfer syntax.
void write_stack(const std::filesystem::path& folder, dicom_write::TransferSyntax syntax);

/// Overwrites six bytes of a file, anywhere behind the preamble, and reads the folder; `rounds` times.
void damage_and_read(const std::filesystem::path& folder, const std::filesystem::path& victim, unsigned seed,
                     int rounds);

} // namespace spondyl::dicom::test
