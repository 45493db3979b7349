#pragma once

#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <spondyl/morphometry/measure.h>

namespace spondyl::pipeline {

/// What measuring a body gave, into its finding: heights, or why there are none.
inline void take_heights(const Result<morphometry::HeightSet>& measured, VertebraFinding& vertebra) {
  if (!measured) {
    vertebra.status = MeasurementStatus::not_assessable;
    vertebra.reason = measured.error().text();
    return;
  }
  vertebra.landmarks = measured->landmarks;
  vertebra.heights = measured->heights;
  vertebra.warnings.insert(vertebra.warnings.end(), measured->warnings.begin(), measured->warnings.end());
}

} // namespace spondyl::pipeline
