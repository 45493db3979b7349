#pragma once

#include <spondyl/view_model/review_document.h>
#include <string>
#include <vector>

namespace spondyl::view_model {

/// One line per value that differs between two states: old -> new. Time, user and version are not filled in.
[[nodiscard]] std::vector<AuditEntry> differences(const ReviewState& before, const ReviewState& after);

} // namespace spondyl::view_model
