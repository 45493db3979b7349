#pragma once

#include <filesystem>
#include <spondyl/pipeline/run.h>
#include <string>

namespace spondyl::cli {

/// What one series yielded, as lines of text: a heading with verdict, then one line per vertebra with heights to 0.1
/// mm.
[[nodiscard]] std::string series_table(const pipeline::SeriesOutcome& outcome);

/// How many series were measured and where the results are.
[[nodiscard]] std::string summary_line(const pipeline::RunReport& report, const std::filesystem::path& output);

} // namespace spondyl::cli
