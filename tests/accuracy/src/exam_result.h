#pragma once

#include "matching.h"
#include "reference_sets.h"

namespace spondyl::accuracy {

using PerHeightValue = std::array<std::optional<double>, 3>; ///< in the order of kHeightNames

/// One body of a reference that was found.
struct BodyResult {
  std::string level;     ///< of the reference
  PerHeightValue errors; ///< mm, measured - reference; absent where not scored
  PerHeightValue reference_heights;
  MeasuredBody measured;
};

/// A scan compared with its reference.
struct ExamResult {
  std::string name, person;
  ReferenceSet set;
  Modality modality = Modality::other;
  std::size_t bodies = 0;
  std::vector<BodyResult> found;
  std::vector<MeasuredBody> false_bodies;
  std::vector<std::string> missed;   ///< levels not found
  std::size_t missed_but_listed = 0; ///< of these, how many stand among the not assessable
  std::size_t level_right = 0, level_wrong = 0, level_unstated = 0;
  std::optional<double> dice; ///< mean over the reference's bodies, missed ones count as 0
  double scan_seconds = 0.0, load_seconds = 0.0, segment_seconds = 0.0, assess_seconds = 0.0;
  std::string failure;
};

[[nodiscard]] ExamResult compare(const ReferenceCase& reference, const MeasuredExam& exam, const ReferenceSets& sets);

/// Mean Dice of the bodies of a reference mask with the measured body that covers most of each. Nearest neighbour on
/// the reference's grid.
[[nodiscard]] std::optional<double> mean_dice(const LabelMap& reference, const LabelMap& measured);

} // namespace spondyl::accuracy
