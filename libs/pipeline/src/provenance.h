#pragma once

#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <spondyl/model/series.h>

namespace spondyl::pipeline {

/// Findings with everything but the measurements: software, time, patient, study, images with their digests.
/// Errors: `unreadable` when an image file has vanished since the scan.
[[nodiscard]] Result<Findings> findings_of(const Series& series);

} // namespace spondyl::pipeline
