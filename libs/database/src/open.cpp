#include <spondyl/database/open.h>

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <sqlite3.h>
#include <system_error>
#include <unistd.h>

namespace spondyl::database {
namespace {

namespace fs = std::filesystem;

constexpr int kBusyMilliseconds = 30'000; // a writer's longest transaction is far shorter; engineering choice
constexpr mode_t kOwnerOnly = 0600;

/// SQLite gives a new file the permissions of the process; we want it private from its first byte on.
Result<void> create_private(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly);
  if (descriptor < 0)
    return failure(ErrorCode::io,
                   "Cannot open the database " + file.string() + ": " + std::generic_category().message(errno) + ".",
                   "Check that its folder exists and may be written.");
  ::close(descriptor);
  return {};
}

int number(SQLite::Database& database, const char* pragma) {
  return database.execAndGet(pragma).getInt();
}

std::optional<Error> damage(SQLite::Database& database, const fs::path& file) {
  const std::string verdict = database.execAndGet("PRAGMA quick_check(1)").getString();
  if (verdict == "ok")
    return std::nullopt;
  return Error{ErrorCode::unreadable, "The database " + file.string() + " is damaged: " + verdict + ".",
               "Restore it from a copy, or move it away to begin a new one."};
}

std::optional<Error> foreign(SQLite::Database& database, const fs::path& file, const Schema& schema, bool may_be_new) {
  const int application = number(database, "PRAGMA application_id");
  const bool is_new = number(database, "SELECT count(*) FROM sqlite_master") == 0 && application == 0;
  if (application != schema.application_id && !(is_new && may_be_new))
    return Error{ErrorCode::unreadable, file.string() + " is not " + schema.name + " of Spondyl.",
                 "Name another file; this one was left as it is."};
  const int version = number(database, "PRAGMA user_version");
  if (version > static_cast<int>(schema.versions.size()))
    return Error{ErrorCode::unsupported,
                 file.string() + " was written by a newer Spondyl (version " + std::to_string(version) +
                     " of its tables, this program knows " + std::to_string(schema.versions.size()) + ").",
                 "Use that newer program; the file was left as it is."};
  return std::nullopt;
}

void back_up(SQLite::Database& database, const fs::path& copy) {
  SQLite::Database target(copy.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  SQLite::Backup(target, database).executeStep(-1);
}

Result<void> migrate(SQLite::Database& database, const fs::path& file, const Schema& schema) {
  const auto newest = static_cast<int>(schema.versions.size());
  const int found = number(database, "PRAGMA user_version");
  if (found == newest)
    return {};
  if (found > 0) {
    const fs::path copy = file.string() + ".before-version-" + std::to_string(newest);
    SPONDYL_CHECK(create_private(copy));
    back_up(database, copy);
  }
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  // Another program may have migrated while this one waited for the lock.
  for (int version = number(database, "PRAGMA user_version"); version < newest; ++version)
    database.exec(schema.versions[static_cast<std::size_t>(version)]);
  database.exec("PRAGMA application_id = " + std::to_string(schema.application_id));
  database.exec("PRAGMA user_version = " + std::to_string(newest));
  transaction.commit();
  return {};
}

/// Only what every connection needs; the journal mode stays with the file.
void set_up(SQLite::Database& database) {
  database.exec("PRAGMA foreign_keys = ON");
  database.exec("PRAGMA synchronous = FULL");
}

Error cannot_read(const fs::path& file, const SQLite::Exception& exception) {
  if (exception.getErrorCode() == SQLITE_NOTADB || exception.getErrorCode() == SQLITE_CORRUPT)
    return {ErrorCode::unreadable, "The database " + file.string() + " is damaged or no database.",
            "Restore it from a copy, or move it away to begin a new one."};
  return error_of(file, exception);
}

} // namespace

Error error_of(const fs::path& file, const SQLite::Exception& exception) {
  const char* advice = "Check the folder's permissions and room.";
  if (exception.getErrorCode() == SQLITE_FULL)
    advice = "Make room and run again; nothing that was finished is lost.";
  if (exception.getErrorCode() == SQLITE_BUSY)
    advice = "Another program holds it for long; run again when it has ended.";
  return {ErrorCode::io, "The database " + file.string() + " cannot be used: " + exception.what() + ".", advice};
}

Result<SQLite::Database> open(const fs::path& file, const Schema& schema) {
  SPONDYL_CHECK(create_private(file));
  try {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE, kBusyMilliseconds);
    if (auto refused = damage(database, file))
      return tl::make_unexpected(*refused);
    if (auto refused = foreign(database, file, schema, true))
      return tl::make_unexpected(*refused);
    database.exec("PRAGMA journal_mode = WAL");
    set_up(database);
    SPONDYL_CHECK(migrate(database, file, schema));
    return database;
  } catch (const SQLite::Exception& exception) {
    return tl::make_unexpected(cannot_read(file, exception));
  }
}

Result<SQLite::Database> open_read_only(const fs::path& file, const Schema& schema) {
  if (std::error_code error; !fs::is_regular_file(file, error))
    return failure(ErrorCode::not_found, "There is no database " + file.string() + ".", "Check the path.");
  try {
    SQLite::Database database(file.string(), SQLite::OPEN_READONLY, kBusyMilliseconds);
    if (auto refused = foreign(database, file, schema, false))
      return tl::make_unexpected(*refused);
    if (number(database, "PRAGMA user_version") != static_cast<int>(schema.versions.size()))
      return failure(ErrorCode::unsupported, file.string() + " was written by an older Spondyl.",
                     "Open it for writing once, which brings it up to date.");
    return database;
  } catch (const SQLite::Exception& exception) {
    return tl::make_unexpected(cannot_read(file, exception));
  }
}

} // namespace spondyl::database
