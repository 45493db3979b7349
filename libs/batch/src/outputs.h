#pragma once

#include "journal.h"

namespace spondyl::batch {

/// Writes `vertebrae.csv` and `manifest.json` from the journal, row by row, each put in place whole.
/// Errors: `io`. Throws SQLite::Exception.
[[nodiscard]] Result<void> write_outputs(Journal& journal, const BatchSummary& summary, const BatchTask& task,
                                         const std::filesystem::path& output);

} // namespace spondyl::batch
