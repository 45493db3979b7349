#pragma once

#include "marrow_model.h"

#include <spondyl/segmentation/segment.h>

namespace spondyl::segmentation::mr {

/// Which steps are taken: all of them but in ablation measurements (Request::without).
struct Steps {
  bool second_pass = true, mid_sagittal = true, agreement = true, recentring = true, sacrum = true;
  bool region = true, barrier = true, affine_marrow = true;

  [[nodiscard]] OutlineTerms terms(Marrow marrow) const {
    OutlineTerms out = marrow;
    out.region = region;
    out.barrier = barrier;
    out.affine_marrow = affine_marrow;
    return out;
  }
};

[[nodiscard]] Steps steps_of(const Request& request);
[[nodiscard]] std::vector<SkippableStep> skippable_steps();

} // namespace spondyl::segmentation::mr
