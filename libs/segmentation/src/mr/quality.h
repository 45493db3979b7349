#pragma once

#include "body_tracer.h"

#include <spondyl/segmentation/segment.h>

#include <string>

namespace spondyl::segmentation::mr {

/// How far a body's outline can be trusted.
struct Quality {
  double confidence = 0.0; ///< 0..1
  std::string doubt;       ///< the gravest reason against it, a clause; empty when there is none
  bool cut = false;        ///< by the field of view
  bool hole = false;       ///< signal is missing inside, as metal leaves it
};

/// Below this confidence a body is not assessable (engineering choice; set so that outlines more than about 5 mm off
/// fall below it).
inline constexpr double kAssessable = 0.4;

/// The landmarks of a body in the planes about its middle.
struct SlabLandmarks {
  std::vector<PlaneLandmarks> planes;
  double agreeing = 1.0; ///< share of the planes with an outline like that in their mean; only these are in `planes`
};

/// Judges every body of a chain by its own outline and by its neighbours; std::nullopt bodies get confidence 0.
/// `edges` holds what the image says about the heights of each body.
[[nodiscard]] std::vector<Quality> judge_bodies(const SagittalStack& stack,
                                                const std::vector<std::optional<TracedBody>>& bodies,
                                                const std::vector<SlabLandmarks>& slabs,
                                                const std::vector<std::array<EdgeEvidence, 3>>& edges);

} // namespace spondyl::segmentation::mr
