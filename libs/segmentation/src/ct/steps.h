#pragma once

#include <set>
#include <string>

namespace spondyl::segmentation::ct {

/// Which steps run; all of them in the product. What each is for: skippable_steps().
struct Steps {
  bool lateral_penalty = true, pedicle_phase = true, joint_tilt = true, rim_footprint = true, endplate_model = true,
       half_maximum = true, second_outline = true, spur_rule = true;

  [[nodiscard]] static Steps all_but(const std::set<std::string>& without) {
    const auto runs = [&](const char* name) { return !without.contains(name); };
    return {runs("ct.lateral_penalty"), runs("ct.pedicle_phase"), runs("ct.joint_tilt"),     runs("ct.rim_footprint"),
            runs("ct.endplate_model"),  runs("ct.half_maximum"),  runs("ct.second_outline"), runs("ct.spur_rule")};
  }
};

} // namespace spondyl::segmentation::ct
