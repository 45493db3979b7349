#pragma once
// Findings that were stored earlier: as findings.json, or as the structured report that Spondyl made of them.

#include <filesystem>
#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <string>
#include <vector>

namespace spondyl::pipeline {

struct StoredFindings {
  Findings findings;
  bool from_report = false;       ///< a DICOM report: it names no folder of images and no label map
  std::vector<std::string> notes; ///< what did not fit together in a report, full sentences
  /// The structured reports of these very findings that are known: the one that was read, or those that were written.
  std::vector<ReportReference> reports{};
};

/// Reads findings.json or a structured report of Spondyl, and verifies signed ones. Errors: those of reading;
/// `unsupported` for DICOM objects of other systems (see understood_json()); `invalid_argument` naming a file that was
/// altered after it was signed.
[[nodiscard]] Result<StoredFindings> read_stored_findings(const std::filesystem::path& file);

/// What was understood of any structured report with measurement groups or of any segmentation, as JSON of schema
/// "spondyl.understood/1": groups with level, numbers, coordinates, or segments with level. No patient data.
/// Errors: `unreadable`, `unsupported` when the file is neither.
[[nodiscard]] Result<std::string> understood_json(const std::filesystem::path& file);

} // namespace spondyl::pipeline
