#pragma once
// A phantom written as DICOM together with findings that are true of it: what every writer is given.

#include <filesystem>
#include <spondyl/dicom_modules/source_study.h>
#include <spondyl/model/findings.h>
#include <spondyl/model/volume.h>
#include <spondyl/test_support/temporary_folder.h>
#include <string>
#include <vector>

namespace spondyl::dicom_output {

struct PhantomStudy {
  std::string name; ///< ct, mr, film
  Findings findings;
  LabelMap labels; ///< empty for the film; on a grid of its own
};

/// Writes the images below `folder`. `kind`: "ct" axial, "mr" oblique sagittal, "enhanced" one multi-frame CT,
/// "tilted" CT with gantry tilt, "film" a lateral radiograph.
[[nodiscard]] PhantomStudy phantom_study(const std::string& kind, const std::filesystem::path& folder);

/// Every object that can be written from the study, below `folder`; empty where one failed (and the test with it).
[[nodiscard]] std::vector<std::filesystem::path> write_all(const PhantomStudy& study,
                                                           const std::filesystem::path& folder);

} // namespace spondyl::dicom_output
