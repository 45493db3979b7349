#pragma once

#include "box_search.h"
#include <spondyl/base/progress.h>
#include <spondyl/model/radiograph.h>

namespace spondyl::radiograph {

/// A vertebral column as the search sees it, pixels of the film searched.
struct FoundColumn {
  std::vector<Box> bodies; ///< cranial to caudal
  double value = 0.0;      ///< how much better than nothing the film explains it; the larger the surer
  double depth_over_spacing = 1.0;
};

/// What a reader's clicks say about where the column runs.
struct ColumnGuide {
  std::vector<PixelPoint> centres; ///< cranial to caudal; empty = no clicks
};

/// The columns of a head-up film, the best one for each distance of bodies tried, best first; empty where none is seen.
/// Errors: `cancelled`, `internal`.
[[nodiscard]] Result<std::vector<FoundColumn>> find_columns(const Radiograph& film, const ColumnGuide& guide,
                                                            const Progress& progress);

} // namespace spondyl::radiograph
