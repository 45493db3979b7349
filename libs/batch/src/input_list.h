#pragma once

#include <filesystem>
#include <spondyl/base/result.h>
#include <vector>

namespace spondyl::batch {

/// Replaces every list (a *.txt or *.list file: one path per line, blank lines and lines with # are passed over;
/// relative paths count from the list's folder) by what it names. Lists do not name lists.
/// Errors: `not_found` for an input, or a line of a list, that does not exist; `invalid_argument` without any input.
[[nodiscard]] Result<std::vector<std::filesystem::path>> expand_lists(const std::vector<std::filesystem::path>& inputs);

} // namespace spondyl::batch
