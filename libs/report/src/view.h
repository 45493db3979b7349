#pragma once
// The values a template sees: texts ready to print, and flags. docs/report-templates.md lists them.

#include "reference_notes.h"

#include <nlohmann/json.hpp>
#include <spondyl/report/report.h>

namespace spondyl::report {

[[nodiscard]] nlohmann::json view_of(const Findings& findings, const Catalogue& catalogue,
                                     const ReportOptions& options);

/// The parts of it.
[[nodiscard]] nlohmann::json vertebra_rows(const Findings& findings, const ReferenceNotes& notes,
                                           const Catalogue& catalogue);
[[nodiscard]] nlohmann::json spine_view(const Findings& findings, const Catalogue& catalogue);
[[nodiscard]] nlohmann::json sign_off_view(const Findings& findings, const Catalogue& catalogue);

} // namespace spondyl::report
