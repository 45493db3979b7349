#pragma once
// The part of the line that a reader's correction re-enters, without reading pixels again: fast enough for every
// mouse move.

#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <spondyl/model/series.h>
#include <vector>

namespace spondyl::pipeline {

/// Heights anew where landmarks were moved, then ratios, loss and grade of all: what review_series() makes of
/// `ReviewOptions::landmarks`. Errors: `invalid_argument` when landmarks do not fit the kind of series,
/// `not_measurable` when those of a height coincide.
[[nodiscard]] Result<std::vector<VertebraFinding>> recompute(const Series& series,
                                                             std::vector<VertebraFinding> vertebrae);

/// Findings of a series on which nothing was measured yet: software, time, patient, study, images with their digests.
/// Reads every file for its digest. Errors: `unreadable` when one has vanished since the scan.
[[nodiscard]] Result<Findings> unmeasured_findings(const Series& series);

} // namespace spondyl::pipeline
