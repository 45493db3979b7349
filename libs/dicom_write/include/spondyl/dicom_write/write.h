#pragma once
// Writing images as DICOM: the demo study, test input, secondary results. Never into an input folder.

#include <filesystem>
#include <spondyl/base/progress.h>
#include <spondyl/base/result.h>
#include <spondyl/dicom/pixel_scale.h>
#include <spondyl/model/radiograph.h>
#include <spondyl/model/series.h>
#include <spondyl/model/volume.h>
#include <vector>

namespace spondyl::dicom_write {

enum class TransferSyntax {
  implicit_little_endian,
  explicit_little_endian,
  explicit_big_endian,
  deflated,
  rle,
  jpeg_baseline,     ///< lossy, 8 bits stored
  jpeg_extended,     ///< lossy, up to 12 bits stored
  jpeg_lossless,     ///< process 14
  jpeg_lossless_sv1, ///< process 14, selection value 1
  jpeg_ls_lossless,
  jpeg_ls_near_lossless
};

struct Rescale {
  double slope = 1.0, intercept = 0.0;
};

/// How grey values become pixel cells: stored = round((grey - intercept) / slope), clamped to what the bits hold.
struct PixelFormat {
  int bits_allocated = 16; ///< 8, 16 or 32
  int bits_stored = 16;
  bool is_signed = true;
  bool monochrome1 = false;                ///< larger is darker; values are written turned over
  std::optional<long> padding_value;       ///< Pixel Padding Value: written for voxels that hold the no-data value
  std::optional<long> padding_range_limit; ///< Pixel Padding Range Limit
  Rescale rescale;                         ///< written unless `write_rescale` is false
  std::vector<Rescale> rescale_per_slice;  ///< in place of `rescale`, one per slice
  bool write_rescale = true;
};

struct WriteOptions {
  PatientInfo patient;
  StudyInfo study;   ///< an empty uid is made up
  SeriesInfo series; ///< empty uids are made up; an empty modality is taken from the image
  std::string specific_character_set = "ISO_IR 192"; ///< all text is written as the UTF-8 it is
  std::string image_type;                            ///< values separated by backslashes; empty = by modality
  TransferSyntax transfer_syntax = TransferSyntax::explicit_little_endian;
  int near_lossless_deviation = 2; ///< of JPEG-LS near-lossless
  int jpeg_quality = 95;           ///< of lossy JPEG
  bool preamble_and_meta_header = true;
  PixelFormat pixels;
  PatientVector shear;            ///< in-plane shift of the position from slice to slice (gantry tilt), mm
  double gantry_tilt_degrees = 0; ///< Gantry/Detector Tilt, written when not 0
  bool multi_frame = false;       ///< one Enhanced CT/MR file in place of one file per slice
  int first_instance_number = 1;
  dicom::RadiographSpacingTags spacing_tags; ///< of a radiograph
};

/// Writes a CT or MR volume into an existing folder: slice-0001.dcm ..., or volume.dcm. Returns the files in slice
/// order. Errors: `invalid_argument` for a modality or bits that cannot be written, `io` naming the file, `cancelled`.
[[nodiscard]] Result<std::vector<std::filesystem::path>> write_volume(const Volume& volume,
                                                                      const std::filesystem::path& folder,
                                                                      const WriteOptions& options = {},
                                                                      const Progress& progress = {});

/// Writes a film as Computed Radiography (or DX, by the modality of the options). Errors as above.
[[nodiscard]] Result<void> write_radiograph(const Radiograph& radiograph, const std::filesystem::path& file,
                                            const WriteOptions& options = {});

} // namespace spondyl::dicom_write
