#pragma once

#include "finding_grid.h"

#include <spondyl/model/landmarks.h>
#include <vector>

namespace spondyl::segmentation::ct {

/// How much each cell of the finding grid looks like the middle of the spinal canal, seen in its axial plane:
/// 0 = not at all, 1 = soft tissue enclosed by bone with a vertebral body in front.
struct CanalScore {
  std::vector<std::uint8_t> value; ///< 255 = 1; on the finding grid
};

/// What the marrow in front of the canal is like. Osteoporotic marrow is no denser than muscle: a body then shows by
/// its endplates only, and a disc between two of them looks more like a canal than it does otherwise.
enum class MarrowDensity { usual, osteoporotic };

[[nodiscard]] Result<CanalScore> score_canal(const FindingGrid& grid, MarrowDensity marrow, const Progress& progress);

/// A cell of the path along the canal.
struct CanalCell {
  int x = 0, y = 0, z = 0;
};

/// The canal's course through the axial planes, caudal to cranial: the connected path of highest summed score, at most
/// one cell per plane. Empty when no canal is seen over at least 40 mm, or when cancelled.
/// With `seeds` (body centres), only cells behind the seeds' own curve are allowed there, and the path spans them all.
[[nodiscard]] std::vector<CanalCell> trace_canal(const FindingGrid& grid, const CanalScore& score,
                                                 const std::vector<PatientPoint>& seeds, const Progress& progress);

} // namespace spondyl::segmentation::ct
