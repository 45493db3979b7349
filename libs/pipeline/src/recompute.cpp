#include <spondyl/pipeline/recompute.h>

#include "from_landmarks.h"
#include "plugins_of.h"
#include "provenance.h"

#include <spondyl/morphometry/assess.h>
#include <spondyl/plugin_host/run_stages.h>

namespace spondyl::pipeline {
namespace {

/// Patient Position (0018,5100): HFS and FFS lie on the back.
morphometry::Posture posture_of(const Series& series) {
  const std::string& position = series.info.patient_position;
  return position == "HFS" || position == "FFS" ? morphometry::Posture::supine : morphometry::Posture::unknown;
}

} // namespace

Result<Findings> assess_series(const Series& series, Findings findings, const AssessmentChoice& choice) {
  morphometry::AssessmentOptions options;
  options.sex = morphometry::sex_of(series.patient);
  options.posture = posture_of(series);
  options.schemes = choice.schemes;
  if (choice.reference_tables)
    options.tables = *choice.reference_tables;
  return plugin_host::grade(plugins_or_built_in(choice.plugins), choice.grader, std::move(findings), options, {});
}

Result<std::vector<VertebraFinding>> recompute(const Series& series, std::vector<VertebraFinding> vertebrae) {
  Findings findings;
  SPONDYL_TRY(findings.vertebrae, remeasured(series, std::move(vertebrae)));
  SPONDYL_TRY(findings, assess_series(series, std::move(findings)));
  return findings.vertebrae;
}

Result<Findings> unmeasured_findings(const Series& series) {
  return findings_of(series);
}

} // namespace spondyl::pipeline
