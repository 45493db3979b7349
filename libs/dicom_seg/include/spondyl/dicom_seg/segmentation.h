#pragma once
// Vertebral bodies as a DICOM Segmentation (PS3.3 A.51): one binary segment per body, on the grid of the images.

#include <filesystem>
#include <optional>
#include <spondyl/base/progress.h>
#include <spondyl/base/result.h>
#include <spondyl/dicom_modules/codes.h>
#include <spondyl/dicom_modules/source_study.h>
#include <spondyl/model/findings.h>
#include <spondyl/model/volume.h>
#include <string>
#include <vector>

namespace spondyl::dicom_seg {

struct SegmentationOptions {
  dicom_modules::ObjectPlace place; ///< a study without uid is read from the images
  std::filesystem::path image_root; ///< empty = images.root of the findings
};

/// Writes the bodies of `labels` (numbered as labels.nii.gz, in the frame of the images) with mode 0600: every plane of
/// the source images that a body crosses becomes a frame, sampled by nearest neighbour. Planes are taken as the headers
/// give them, so a stack with gantry tilt gets its bodies on its own slanted planes.
/// Errors: `not_found` naming the folder or file when the images are gone, `not_measurable` when no body meets the
/// images or the series is a radiograph, `unsupported` above 1 GiB of frames, `io`, `cancelled`.
[[nodiscard]] Result<dicom_modules::InstanceIdentity>
write_segmentation(const Findings& findings, const LabelMap& labels, const SegmentationOptions& options,
                   const std::filesystem::path& file, const Progress& progress = {});

/// One segment of any segmentation.
struct Segment {
  int number = 0;
  std::string label, tracking_identifier, tracking_uid;
  dicom_modules::Code category, type;
  std::string algorithm_type, algorithm_name; ///< AUTOMATIC, SEMIAUTOMATIC, MANUAL
  std::optional<VertebraLevel> level;         ///< where the type, the label or the tracking identifier names one
  std::uint8_t label_value = 0;               ///< its value in `labels`; 0 = no frames, or hidden by others
};

struct Segmentation {
  dicom_modules::InstanceIdentity identity;
  std::string frame_of_reference_uid, referenced_series_uid;
  std::vector<std::string> referenced_instances; ///< SOP Instance UIDs of the source images
  std::vector<Segment> segments;
  LabelMap labels; ///< on the frames' own grid; where segments overlap the later one wins and a note says so
  std::vector<std::string> notes;
};

/// Reads binary and fractional (threshold half) segmentations whose frames lie on one regular stack.
/// Errors: `unreadable` naming the file, `unsupported` (no segmentation, planes that form no stack, too large).
[[nodiscard]] Result<Segmentation> read_segmentation(const std::filesystem::path& file, const Progress& progress = {});

} // namespace spondyl::dicom_seg
