#pragma once
// What a reader hands to a measurement: approximate centres (--seeds) and corrected landmarks (--landmarks).

#include <optional>
#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <spondyl/model/landmarks.h>
#include <string>
#include <string_view>
#include <vector>

namespace spondyl::findings {

/// An approximate body centre on a radiograph.
struct PixelSeed {
  PixelPoint centre;
  std::optional<VertebraLevel> level;
};

/// The seeds of one file, in its order; a file may hold both kinds.
struct ReaderSeeds {
  std::vector<Seed> in_patient_space; ///< for every series of that frame of reference
  std::vector<PixelSeed> on_image;    ///< for the one series they were clicked on
};

/// Reads {"vertebrae": [{"level": "L1", "centre": {"patient_mm": [x, y, z]}}]} or "pixel": [column, row]; `level` may
/// be left out or null. `name` is the file's path in messages. Errors: `unreadable`, `invalid_argument` naming the
/// place and the problem.
[[nodiscard]] Result<ReaderSeeds> parse_seeds(std::string_view text, const std::string& name);

struct ReaderLandmarks {
  std::vector<VertebraFinding> vertebrae; ///< with all that the file says; those not assessable may lack landmarks
  std::optional<std::string> series_instance_uid, frame_of_reference_uid;
  std::optional<Numbering> numbering;
  std::optional<EndplateLine> sacral_endplate;
  std::vector<std::string> warnings; ///< about the series as a whole
};

/// Reads a findings.json, {"vertebrae": [...]} or the bare list. Only `landmarks` is needed per vertebra; ordinals
/// count from 1 where they are missing. Errors: as for parse_seeds().
[[nodiscard]] Result<ReaderLandmarks> parse_landmarks(std::string_view text, const std::string& name);

} // namespace spondyl::findings
