#pragma once
// The planes of the images a segmentation lies on.

#include <filesystem>
#include <spondyl/base/progress.h>
#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <spondyl/model/geometry.h>
#include <string>
#include <vector>

namespace spondyl::dicom_seg {

/// One plane, as its header gives it: positions are those of the image itself, also where gantry tilt shears the stack.
struct SourceFrame {
  std::string sop_class_uid, sop_instance_uid;
  int frame = 0; ///< 1-based in a multi-frame image; 0 = a single-frame image
  PatientPoint position;
};

/// Planes of one size, spacing and orientation.
struct SourceStack {
  int columns = 0, rows = 0;
  PatientVector column_axis, row_axis;
  double column_spacing = 1.0, row_spacing = 1.0, slice_thickness = 0.0;
  std::string frame_of_reference_uid, series_instance_uid;
  std::vector<SourceFrame> frames; ///< along the normal
};

/// Reads the headers of the images of the findings. The files must be in the order of its instances.
/// Errors: `unreadable` naming the file, `unsupported` for planes that differ in size or direction, `cancelled`.
[[nodiscard]] Result<SourceStack>
read_source_stack(const Findings& findings, const std::vector<std::filesystem::path>& files, const Progress& progress);

} // namespace spondyl::dicom_seg
