#pragma once

#include <filesystem>
#include <spondyl/pipeline/review.h>
#include <spondyl/pipeline/run.h>
#include <string>
#include <vector>

namespace spondyl::pipeline {

/// What became of the formats a run asks for besides findings.json.
struct WrittenReports {
  std::vector<std::string> files;
  std::vector<std::string> not_applicable; ///< full sentences: a segmentation of a film, say
};

/// Writes RunOptions::formats beside findings.json. Errors: those of the first format that failed.
[[nodiscard]] Result<WrittenReports> write_reports(const SeriesReview& review, const RunOptions& options,
                                                   const std::filesystem::path& folder);

} // namespace spondyl::pipeline
