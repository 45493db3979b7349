#pragma once
// An embedded database (SQLite) that keeps what it was given through a kill or a power cut. Shared by the journal of a
// batch and the follow-up store. This is the one public header that a SQLite type crosses.

#include <SQLiteCpp/Database.h>
#include <filesystem>
#include <spondyl/base/result.h>
#include <string>
#include <vector>

namespace spondyl::database {

/// What a database is for and how its tables came about. `versions[i]` is the SQL that leads from version i to i + 1;
/// entries are only ever appended.
struct Schema {
  int application_id = 0; ///< PRAGMA application_id: a file of another program is refused
  std::string name;       ///< as in "the follow-up store", for messages
  std::vector<std::string> versions;
};

/// Opens the database, creating it readable by its owner only (mode 0600) when it is missing; its folder must exist.
///
/// Checked for damage first. An older one is copied to `<file>.before-version-<n>` and then brought to the newest
/// version in one transaction. Several programs may have it open: writers wait up to 30 s for each other. A committed
/// transaction is on the disk (write-ahead log, synchronous FULL).
/// Errors, naming the file and what to do: `io` when it cannot be opened or copied, `unreadable` when it is damaged or
/// of another program, `unsupported` when a newer Spondyl wrote it.
[[nodiscard]] Result<SQLite::Database> open(const std::filesystem::path& file, const Schema& schema);

/// The same without the right to write, for a file that exists and has the newest version. Errors: as above, and
/// `not_found`.
[[nodiscard]] Result<SQLite::Database> open_read_only(const std::filesystem::path& file, const Schema& schema);

/// The error that a failed statement becomes: `io`, with the cause ("disk full") and what to do.
[[nodiscard]] Error error_of(const std::filesystem::path& file, const SQLite::Exception& exception);

} // namespace spondyl::database
