#pragma once
// From results to the figures of accuracy.json. No case names go into any of them.

#include "height_samples.h"
#include "json.h"

namespace spondyl::accuracy {

/// Detection, false bodies, levels, Dice and height errors by reference set, then over all MR and all CT.
[[nodiscard]] Json errors_by_set(const std::vector<ExamResult>& results, const std::vector<HeightSample>& samples);

/// The same errors by modality and level, after the offsets of the reference sets.
[[nodiscard]] Json errors_by_level(const std::vector<ExamResult>& results, const std::vector<HeightSample>& samples);

/// Whether confidence tells right bodies from wrong ones. Wrong: a false body, or any height off by more than 5 mm
/// after the offset.
[[nodiscard]] Json confidence_against_error(const std::vector<ExamResult>& results,
                                            const std::vector<HeightSample>& samples);

/// Bodies of healthy persons that were given a grade of 1 or more, by modality.
[[nodiscard]] Json healthy_grades(const std::vector<ExamResult>& results);

/// Per-level differences between two exams of one person: measured and read, raw and after one offset per height.
[[nodiscard]] Json ct_against_mr(const std::vector<ExamResult>& results, const ReferenceSets& sets);

/// Seconds per stage, median and greatest over exams, by modality.
[[nodiscard]] Json timing(const std::vector<ExamResult>& results);

} // namespace spondyl::accuracy
