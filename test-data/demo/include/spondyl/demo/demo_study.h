#pragma once

#include <filesystem>
#include <spondyl/base/result.h>
#include <spondyl/model/level.h>
#include <vector>

namespace spondyl::demo {

/// What is true of one body of the demo study (mm, outer bone edge).
struct KnownHeights {
  VertebraLevel level;
  double anterior = 0.0, middle = 0.0, posterior = 0.0;
};

/// The demo study's truth, cranial to caudal: T11 to L5, L1 wedged by 30 %.
[[nodiscard]] std::vector<KnownHeights> known_heights();

/// Writes the demo study, one axial CT series of a phantom with a made-up patient, as DICOM into an existing folder.
/// Errors: `io`.
[[nodiscard]] Result<void> write_demo_study(const std::filesystem::path& folder);

} // namespace spondyl::demo
