#pragma once

#include <filesystem>
#include <spondyl/model/findings.h>
#include <spondyl/model/volume.h>
#include <string>

namespace spondyl::viewer::test {

/// A report as another system writes it: a line named "Canal" in patient space, and a circle named "Cyst" in pixels of
/// one image.
struct ForeignReport {
  std::string frame_of_reference_uid;
  PatientPoint from, to;
  std::string sop_instance_uid; ///< of the circle's image; empty = no circle
  PixelPoint centre;
  double radius = 0.0; ///< px
};
void write_foreign_report(const ForeignReport& report, const std::filesystem::path& file);

/// The labels as a segmentation object of the images that the findings were measured on.
void write_segmentation(const Findings& findings, const LabelMap& labels, const std::filesystem::path& images,
                        const std::filesystem::path& file);

} // namespace spondyl::viewer::test
