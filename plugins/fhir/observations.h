#pragma once

#include "resource.h"

#include <spondyl/comparison/comparison.h>
#include <vector>

namespace spondyl::plugins {

/// An Observation with the name of the resource that references lead to (resource.h, reference_to).
struct NamedObservation {
  std::string name;
  Json resource;
};

/// One per vertebra (heights, ratios, losses, grade with its probabilities, angles, slip, attenuation), one per disc,
/// and one of the spine as a whole where it has angles or a deformity index. Status, body site, method and device
/// are filled in.
/// With a comparison the vertebrae say what changed, too.
[[nodiscard]] std::vector<NamedObservation> observations(const Findings& findings,
                                                         const std::optional<comparison::Comparison>& comparison);

} // namespace spondyl::plugins
