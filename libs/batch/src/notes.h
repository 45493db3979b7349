#pragma once
// The notes of a journal.

namespace spondyl::batch {

inline constexpr const char* kIdentityNote = "identity"; ///< task_identity(): equal texts, equal results
inline constexpr const char* kTaskNote = "task";         ///< the task itself, as JSON
inline constexpr const char* kShardNote = "shard";       ///< "1/8"
inline constexpr const char* kIndexedNote = "indexed";   ///< there once every file is in the index

} // namespace spondyl::batch
