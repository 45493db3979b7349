#include "audit_trail.h"

#include <iostream>

namespace spondyl::cli {

void note(audit::Action action, const std::string& series_uid, const std::string& detail) {
  const auto file = audit::default_log_file();
  if (file.empty())
    return;
  if (const auto done = audit::append(file, {action, audit::subject_of(series_uid), detail}); !done)
    std::cerr << "spondyl: " << done.error().text() << '\n';
}

} // namespace spondyl::cli
