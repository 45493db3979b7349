#pragma once

#include "body_shape.h"
#include "column.h"
#include "ribs.h"
#include "sacrum.h"

#include <spondyl/segmentation/segment.h>

namespace spondyl::segmentation::ct {

/// Everything the stages found, ready to be judged, numbered and handed out.
struct Findings {
  SpineCurve curve;
  BodyAxis axis;
  Column column;
  std::optional<Sacrum> sacrum;
  std::vector<BodyShape> shapes; ///< one per body of the column
  std::vector<RibSides> ribs;    ///< the same
  std::optional<EndplateLine> sacral_endplate;
  double slice_along = 1.0; ///< mm, the voxel's extent along the spine
  Steps steps{};
};

/// Judges the bodies, fits the seeds, numbers the levels and draws the label map.
[[nodiscard]] SegmentedSpine assemble(const Findings& findings, const std::vector<Seed>& seeds);

/// The answer when seeds were given and no spine was seen near them: every seed not assessable.
[[nodiscard]] SegmentedSpine seeds_only(const std::vector<Seed>& seeds, const std::string& reason);

} // namespace spondyl::segmentation::ct
