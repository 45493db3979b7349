#pragma once
// CT number of the trabecular bone of a lumbar body (opportunistic osteoporosis assessment, Pickhardt 2013).

#include <optional>
#include <spondyl/model/findings.h>
#include <spondyl/model/volume.h>
#include <string>

namespace spondyl::morphometry {

/// What the headers say of the acquisition.
struct AttenuationConditions {
  std::optional<double> kilovolt_peak;
  std::string contrast_agent; ///< Contrast/Bolus Agent (0018,0010); empty = not said
  bool lossy_compressed = false;
};

/// Mean over an ellipse at mid-height of the body, in the plane at right angles to its long axis: from 15 to 55 % of
/// the depth behind the anterior wall and 60 % of the depth wide (engineering choices: off the cortex, the endplates
/// and the basivertebral plexus behind), through a slice of 5 mm. The voxels whose centres lie inside are averaged.
/// Withheld with the reason where fewer than 20 voxels lie inside, one is outside the image or holds metal.
[[nodiscard]] Attenuation trabecular_attenuation(const Volume& volume, const SixPoints& landmarks);

/// Reports the attenuation at L1, else T12, else L2: the first that is measured, unfractured and seen. It is withheld
/// with the reason unless the volume is CT of 120 kVp without contrast agent, the numbering certain and the body
/// unfractured; a body passed over keeps the reason. MR gets none. Grades must be filled in. What an earlier call
/// filled is replaced.
[[nodiscard]] Findings with_attenuation(Findings findings, const Volume& volume,
                                        const AttenuationConditions& conditions);

} // namespace spondyl::morphometry
