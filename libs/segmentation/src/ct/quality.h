#pragma once

#include "body_shape.h"

#include <string>

namespace spondyl::segmentation::ct {

/// What is known about one outlined body when its trustworthiness is judged.
struct BodyEvidence {
  const BodyShape* shape = nullptr;
  const std::vector<SixPoints>* slab = nullptr;
  double lateral_offset = 0.0; ///< mm from the canal's midline to the body's centre, sideways
  double open_end = 0.0;       ///< 0..1, share of an endplate next to no other body where no edge was found
  int place = -1;              ///< index in the column; -1 = not known, next to the one before it
  double slice_along = 1.0;    ///< mm, the voxel's extent along the spine
  [[nodiscard]] bool adjoins(const BodyEvidence& other) const {
    return place < 0 || other.place < 0 || place - other.place == 1 || other.place - place == 1;
  }
};

struct Verdict {
  double confidence = 0.0; ///< 0..1, product of the doubts below
  std::string doubt;       ///< the strongest doubt, a sentence; empty when there is none worth naming
};

/// Below this confidence a body is not stated as measured.
inline constexpr double kMeasurable = 0.4; // engineering choice

/// One verdict per body, in the order given (cranial to caudal): each on its own and against its neighbours.
[[nodiscard]] std::vector<Verdict> judge(const std::vector<BodyEvidence>& bodies);

} // namespace spondyl::segmentation::ct
