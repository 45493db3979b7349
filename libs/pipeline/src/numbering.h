#pragma once

#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <spondyl/model/volume.h>
#include <spondyl/pipeline/review.h>

namespace spondyl::pipeline {

/// Re-labels every body by counting from the one nearest to the reader's point. Errors: `not_measurable` when no body
/// lies within 30 mm of it.
[[nodiscard]] Result<void> renumber(Findings& findings, const LevelAssignment& assignment);

/// Rewrites a label map from running numbers (1, 2, ... cranial to caudal) to the published values: the level's value,
/// or 100 + ordinal where the number is not known.
void name_labels(LabelMap& labels, const std::vector<VertebraFinding>& vertebrae);

} // namespace spondyl::pipeline
