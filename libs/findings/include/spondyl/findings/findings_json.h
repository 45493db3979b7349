#pragma once

#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <string>
#include <string_view>

namespace spondyl::findings {

/// The schema this version reads and writes; docs/findings.schema.json describes it.
inline constexpr std::string_view kFindingsSchema = "spondyl.findings/1";

/// findings.json as UTF-8 text. Absent values are omitted, never null - except `level`, where null means "number not
/// known". Numbers are written so that they read back as the same double.
[[nodiscard]] std::string to_json(const Findings& findings);

/// The inverse of to_json(). `name` is what messages call the text, usually the file's path.
/// Errors: `unreadable` (no JSON), `unsupported` (another schema), `invalid_argument` naming the place and the problem.
[[nodiscard]] Result<Findings> parse_findings(std::string_view text, const std::string& name = "The findings");

} // namespace spondyl::findings
