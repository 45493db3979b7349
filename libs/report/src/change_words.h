#pragma once
// A comparison with a prior study in words.

#include <nlohmann/json.hpp>
#include <spondyl/comparison/comparison.h>
#include <spondyl/report/catalogue.h>

namespace spondyl::report {

/// What changed, one line per verdict: what is new first. At least one line.
[[nodiscard]] std::vector<std::string> change_impression(const comparison::Comparison& comparison,
                                                         const Catalogue& catalogue);

/// A loss or a gain beyond measurement error.
[[nodiscard]] bool has_change(const comparison::Comparison& comparison);

/// "CT of 2024-02-01"
[[nodiscard]] std::string prior_name(const comparison::Comparison& comparison, const Catalogue& catalogue);
/// "L1"; "#3", or "#3 of the prior study" where the number is not known.
[[nodiscard]] std::string change_level(const comparison::VertebraChange& change, const Catalogue& catalogue);
[[nodiscard]] std::string signed_number(double value, int decimals, const Catalogue& catalogue); ///< with a true minus
[[nodiscard]] std::string change_percent(const comparison::HeightChange& height, const Catalogue& catalogue);
[[nodiscard]] std::string change_millimetres(const comparison::HeightChange& height, const Catalogue& catalogue);
/// "0 → 2"; empty where neither study has a grade.
[[nodiscard]] std::string change_grade(const comparison::VertebraChange& change);

/// The values of the template's section "change" (docs/report-templates.md).
[[nodiscard]] nlohmann::json change_view(const comparison::Comparison& comparison, const Catalogue& catalogue);

} // namespace spondyl::report
