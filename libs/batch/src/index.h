#pragma once

#include "journal.h"
#include <functional>

namespace spondyl::batch {

/// Finds out which files there are and to which study each belongs, and notes it in the journal folder by folder; what
/// is there already is not read again. `on_files` is told how many files were looked at.
/// Errors: `cancelled`; throws SQLite::Exception.
[[nodiscard]] Result<void> build_index(const std::vector<std::filesystem::path>& inputs, Journal& journal,
                                       const CancelToken& cancel, const std::function<void(std::size_t)>& on_files);

} // namespace spondyl::batch
