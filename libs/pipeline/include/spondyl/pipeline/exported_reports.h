#pragma once
// Which structured reports were written of signed findings, so that an amendment names the very ones it takes the place
// of, whatever language or recommendation they had. Kept beside the findings, as FINDINGS.reports.json.

#include <filesystem>
#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <vector>

namespace spondyl::pipeline {

/// Notes a report of these findings; nothing for findings that are not signed, that were read from a report, and for
/// files that are no structured report. Errors: `io`, naming the file.
[[nodiscard]] Result<void> note_exported(const Findings& findings, const std::filesystem::path& findings_file,
                                         const std::filesystem::path& report_file);

/// The reports noted for these signed findings; none where there is no note, or it is of other findings.
[[nodiscard]] std::vector<ReportReference> exported_reports(const Findings& findings,
                                                            const std::filesystem::path& findings_file);

} // namespace spondyl::pipeline
