#include <spondyl/pipeline/recompute.h>

#include "from_landmarks.h"
#include "provenance.h"

#include <spondyl/morphometry/assess.h>

namespace spondyl::pipeline {

Result<std::vector<VertebraFinding>> recompute(const Series& series, std::vector<VertebraFinding> vertebrae) {
  SPONDYL_TRY(vertebrae, remeasured(series, std::move(vertebrae)));
  return morphometry::assess(std::move(vertebrae), morphometry::sex_of(series.patient));
}

Result<Findings> unmeasured_findings(const Series& series) {
  return findings_of(series);
}

} // namespace spondyl::pipeline
