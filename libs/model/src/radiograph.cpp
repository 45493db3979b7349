#include <spondyl/model/radiograph.h>

namespace spondyl {

std::string_view to_string(SpacingProvenance provenance) {
  switch (provenance) {
  case SpacingProvenance::volume:
    return "volume";
  case SpacingProvenance::calibrated:
    return "calibrated";
  case SpacingProvenance::geometry:
    return "geometry";
  case SpacingProvenance::estimated:
    return "estimated";
  case SpacingProvenance::detector:
    return "detector";
  case SpacingProvenance::corrected_unknown_cause:
    return "corrected_unknown_cause";
  case SpacingProvenance::uncalibrated:
    return "uncalibrated";
  case SpacingProvenance::film:
    return "film";
  case SpacingProvenance::none:
    return "none";
  }
  return "none";
}

} // namespace spondyl
