#pragma once

#include "exam_result.h"
#include "json.h"

namespace spondyl::accuracy {

/// What each step of the segmentation buys: the cases measured again with one step left out, beside all steps.
[[nodiscard]] Json ablation(const std::vector<ReferenceCase>& cases, const ReferenceSets& sets);

/// One case from the files to the comparison.
[[nodiscard]] ExamResult run_case(const ReferenceCase& reference, const ReferenceSets& sets,
                                  const std::set<std::string>& without = {});

} // namespace spondyl::accuracy
