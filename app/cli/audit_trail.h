#pragma once

#include <spondyl/audit/log.h>
#include <string>

namespace spondyl::cli {

/// Notes what the command did with a series. A log that cannot be written is said on standard error and fails nothing
/// but a signature (which asks audit::append() itself).
void note(audit::Action action, const std::string& series_uid, const std::string& detail);

} // namespace spondyl::cli
