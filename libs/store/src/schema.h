#pragma once

#include <spondyl/database/open.h>

namespace spondyl::store {

/// The tables, version by version. Entries are only ever appended (database::Schema).
[[nodiscard]] const database::Schema& schema();

} // namespace spondyl::store
