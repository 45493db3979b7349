// Findings as a FHIR R4 bundle.

#include "../support/catalogue.h"
#include "bundle.h"

#include <spondyl/report/report.h>

namespace spondyl::plugins {

struct FhirWriter {
  void write(const plugin_sdk::ReportRequest& request) const {
    const Findings findings = findings_of(request);
    const report::Catalogue catalogue = catalogue_of(request);
    const auto comparison = comparison_of(request);
    const FhirTexts texts{report::impression(findings, catalogue, comparison),
                          report::recommendation(findings, catalogue, request.recommendation(), comparison),
                          comparison};
    constexpr auto replace = nlohmann::ordered_json::error_handler_t::replace;
    request.write_file(request.file_name() + ".fhir.json", fhir_bundle(findings, texts).dump(1, ' ', false, replace));
  }
};

} // namespace spondyl::plugins

SPONDYL_REPORT_WRITER("fhir", "1.0.0", spondyl::plugins::FhirWriter)
