#pragma once

#include <filesystem>
#include <spondyl/base/result.h>
#include <spondyl/pipeline/review.h>
#include <string>
#include <vector>

namespace spondyl::pipeline {

/// Nothing is ever written into the input: refuses an output that is, or lies inside, an input folder.
[[nodiscard]] Result<void> check_output_outside_inputs(const std::vector<std::filesystem::path>& inputs,
                                                       const std::filesystem::path& output);

/// Creates the folder, readable by its owner only. Errors: `io`, naming it.
[[nodiscard]] Result<void> create_output_folder(const std::filesystem::path& folder);

/// Writes findings.json, labels.nii.gz and overview.png into `folder`; returns the names written, findings.json last,
/// so that its presence means the folder is complete.
[[nodiscard]] Result<std::vector<std::string>> write_review(const SeriesReview& review,
                                                            const std::filesystem::path& folder);

} // namespace spondyl::pipeline
