#pragma once
// What the headers of one file say, free of DCMTK types: the input of every judgement.

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <spondyl/dicom/pixel_scale.h>
#include <spondyl/model/series.h>
#include <string>
#include <string_view>
#include <vector>

namespace spondyl::dicom {

/// What tells frames at the same position apart. In the order in which a split is tried.
enum class Trait {
  stack,
  image_type,
  echo,
  b_value,
  inversion_time,
  temporal_position,
  trigger_time,
  kernel,
  acquisition,
  count
};
constexpr std::size_t kTraitCount = static_cast<std::size_t>(Trait::count);
[[nodiscard]] std::string_view to_string(Trait trait);

using Traits = std::array<std::string, kTraitCount>;

/// Image Orientation (Patient) as written, not yet checked.
struct ImageOrientation {
  PatientVector column_axis, row_axis;
};

struct FrameHeader {
  int frame = 0; ///< 0-based
  std::optional<PatientPoint> position;
  std::optional<ImageOrientation> orientation;
  std::optional<SpacingPair> pixel_spacing;
  std::string image_type; ///< the values of Image Type or Frame Type, separated by backslashes
  Traits traits;
};

struct InstanceHeader {
  std::filesystem::path file;
  std::uintmax_t file_size = 0;
  std::string sop_class_uid, sop_instance_uid, transfer_syntax_uid;
  PatientInfo patient;
  StudyInfo study;
  SeriesInfo series;
  long instance_number = 0;
  long rows = 0, columns = 0, frame_count = 1; ///< as written: may be absurd
  long samples_per_pixel = 1, bits_allocated = 0, bits_stored = 0;
  std::string photometric_interpretation;
  bool has_pixels = false;                    ///< some pixel data element is present
  std::optional<std::uintmax_t> pixel_length; ///< bytes of native (not encapsulated) pixel data
  bool pixels_cut_short = false;              ///< the file ends within the pixel data
  bool has_rescale = false;
  std::optional<double> gantry_tilt_tag; ///< Gantry/Detector Tilt (0018,1120), degrees
  RadiographSpacingTags spacing_tags;
  bool multi_frame_geometry = false; ///< frames come from functional groups
  std::vector<FrameHeader> frames;   ///< at least one
  bool is_directory = false;         ///< a DICOMDIR: only `referenced_files` is filled in
  std::vector<std::filesystem::path> referenced_files;
  std::vector<std::filesystem::path> duplicate_files; ///< further files of the same instance, left out
};

} // namespace spondyl::dicom
