#pragma once

#include <string>

namespace spondyl {

/// Now, as findings, logs and sessions write it: ISO 8601 in UTC to the second, "2026-01-31T08:15:00Z".
[[nodiscard]] std::string utc_now();

} // namespace spondyl
