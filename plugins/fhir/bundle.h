#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <spondyl/comparison/comparison.h>
#include <spondyl/model/findings.h>
#include <string>
#include <vector>

namespace spondyl::plugins {

/// What the report says in words.
struct FhirTexts {
  std::vector<std::string> impression;
  std::string recommendation;
  std::optional<comparison::Comparison> comparison{}; ///< with a prior study
};

/// A FHIR R4 (4.0.1) bundle of type collection: DiagnosticReport, one Observation per vertebra and per disc and one of
/// the whole spine (observations.h), ImagingStudy, Device, and the Patient unless the findings are anonymous. Ids
/// depend on the findings alone.
[[nodiscard]] nlohmann::ordered_json fhir_bundle(const Findings& findings, const FhirTexts& texts);

} // namespace spondyl::plugins
