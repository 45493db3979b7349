#pragma once
// Findings in words: what the pages of all formats say. Templates arrange it; they decide nothing.

#include <optional>
#include <spondyl/base/result.h>
#include <spondyl/comparison/comparison.h>
#include <spondyl/model/findings.h>
#include <spondyl/report/catalogue.h>
#include <string>
#include <string_view>
#include <vector>

namespace spondyl::report {

struct ReportOptions {
  std::string recommendation; ///< the reader's own words; empty = the catalogue's
  std::string overview;       ///< what the template puts where the picture goes (a link); empty = no picture
  std::string diagram;        ///< the same for the level diagram
  std::optional<comparison::Comparison> comparison{}; ///< with the prior study; none = nothing is said about change
};

/// How values are made harmless inside a template's own language.
enum class Escaping { html, markdown };

/// Fills a Mustache template (docs/report-templates.md lists its values). Errors: `invalid_argument` naming what is
/// wrong with the template.
[[nodiscard]] Result<std::string> render(const std::string& template_text, Escaping escaping, const Findings& findings,
                                         const Catalogue& catalogue, const ReportOptions& options);

/// The conclusion, one sentence or two per line: fractures with level, type and grade, what is borderline, what could
/// not be assessed, what rests on an uncertain number, and what changed since the prior study.
[[nodiscard]] std::vector<std::string>
impression(const Findings& findings, const Catalogue& catalogue,
           const std::optional<comparison::Comparison>& comparison = std::nullopt);

/// What follows: the reader's words or the catalogue's.
[[nodiscard]] std::string recommendation(const Findings& findings, const Catalogue& catalogue,
                                         const std::string& readers_words = {},
                                         const std::optional<comparison::Comparison>& comparison = std::nullopt);

/// "Müller, Jürgen" from "Müller^Jürgen"; further groups of the same name (ideographic, phonetic) follow in brackets:
/// "Yamada, Tarou (山田 太郎; やまだ たろう)".
[[nodiscard]] std::string person_name(const std::string& dicom_name);

} // namespace spondyl::report
