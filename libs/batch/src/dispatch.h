#pragma once

#include "journal.h"
#include "orders.h"

namespace spondyl::batch {

/// How a run over the open studies ended.
struct Dispatched {
  std::string stop_reason; ///< empty = every study of the shard is done
};

/// Hands the open studies of the journal to workers and notes what becomes of each series, until there are none left,
/// the batch is cancelled, or going on makes no sense (full disk, a failure with `fail_fast`).
/// Errors: `io` when workers cannot be started. Throws SQLite::Exception.
[[nodiscard]] Result<Dispatched> dispatch(const BatchOptions& options, Journal& journal, const CancelToken& cancel,
                                          const EventSink& on_event);

} // namespace spondyl::batch
