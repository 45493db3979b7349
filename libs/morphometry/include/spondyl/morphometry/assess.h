#pragma once

#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <spondyl/morphometry/reference_tables.h>
#include <spondyl/morphometry/sagittal.h>
#include <string>
#include <vector>

namespace spondyl::morphometry {

/// Fills ratios, loss and grade of every measured body from its heights, its level and its neighbours.
///
/// Raw loss: wedge 1 - Ha/Hp, biconcave 1 - Hm/Hp, crush 1 - Hp/mean(Hp of the reference neighbours). Adjusted loss
/// compares the same with what is normal at that level: a published Ha/Hp where there is one, else the shape of the
/// unfractured neighbours; the posterior height with mean(Hp_j mu_i/mu_j). Reference neighbours are the unfractured
/// ones of i-1 and i+1, else of i-2 and i+2; if only one exists, that one. Without any the adjusted loss is absent and
/// the reference says so.
///
/// A crush lowers all heights: the posterior loss counts only as far as the others are reduced with it, each allowed
/// its standard uncertainty. Genant's grade is that of the largest counted loss: 1 [20, 25) %, 2 [25, 40) %, 3 from 40
/// %, 0.5 from 15 %. A grade of 1 or more is stated only when the loss is at least 20 % and more likely so than not.
///
/// `vertebrae` are cranial to caudal, the bodies that could not be assessed included. Ratios, loss, grade and the
/// warnings of an earlier call are replaced; everything else is kept.
[[nodiscard]] std::vector<VertebraFinding> assess(std::vector<VertebraFinding> vertebrae, Sex sex = Sex::unknown,
                                                  const ReferenceTables& tables = ReferenceTables::builtin());

/// What decides how findings are assessed.
struct AssessmentOptions {
  Sex sex = Sex::unknown;
  Posture posture = Posture::unknown;
  ReferenceTables tables = ReferenceTables::builtin();
  std::vector<std::string> schemes; ///< besides Genant's: names of known_schemes()
};

/// Everything that follows from landmarks, heights and levels: assess(), the other schemes, with_sagittal_geometry()
/// and with_reader_must_confirm(). What an earlier call filled is replaced; heights, landmarks and attenuation stay.
/// Errors: `invalid_argument` for an unknown scheme.
[[nodiscard]] Result<Findings> assess_findings(Findings findings, const AssessmentOptions& options);

} // namespace spondyl::morphometry
