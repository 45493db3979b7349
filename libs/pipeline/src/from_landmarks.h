#pragma once

#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <spondyl/model/series.h>
#include <vector>

namespace spondyl::pipeline {

/// Heights anew from landmarks that a reader confirmed or moved. A body whose heights no longer equal its landmarks'
/// distances was edited; where nothing was moved, the result is what came in, exactly.
/// Errors: `invalid_argument` when landmarks do not fit the kind of series (pixels for a volume, millimetres for a
/// film).
[[nodiscard]] Result<std::vector<VertebraFinding>> remeasured(const Series& series,
                                                              std::vector<VertebraFinding> vertebrae);

} // namespace spondyl::pipeline
