#include "journal.h"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <spondyl/base/digest.h>
#include <spondyl/database/open.h>

namespace spondyl::batch {
namespace {

namespace fs = std::filesystem;

/// Paths are kept as the bytes they are. `share` is the first four bytes of the SHA-256 of the key: what shards go by.
const database::Schema& schema() {
  static const database::Schema value{0x53504231, // "SPB1"
                                      "a journal of a batch",
                                      {R"(
    CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT;
    CREATE TABLE folder (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE,
                         complete INTEGER NOT NULL DEFAULT 0) STRICT;
    CREATE TABLE study (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, share INTEGER NOT NULL,
                        done INTEGER NOT NULL DEFAULT 0) STRICT;
    CREATE TABLE file (folder INTEGER NOT NULL REFERENCES folder, name TEXT NOT NULL, is_dicom INTEGER NOT NULL,
                       study INTEGER REFERENCES study, skip_reason TEXT NOT NULL,
                       PRIMARY KEY (folder, name)) WITHOUT ROWID, STRICT;
    CREATE INDEX file_of_study ON file (study) WHERE study IS NOT NULL;
    CREATE INDEX skipped_file ON file (skip_reason) WHERE study IS NULL;
    CREATE TABLE result (study TEXT NOT NULL, series TEXT NOT NULL, shown_study TEXT NOT NULL,
                         shown_series_uid TEXT NOT NULL, part INTEGER NOT NULL, outcome TEXT NOT NULL,
                         folder TEXT NOT NULL, entry TEXT NOT NULL, rows TEXT NOT NULL,
                         PRIMARY KEY (study, series)) WITHOUT ROWID, STRICT;
  )"}};
  return value;
}

std::int64_t share_of(const std::string& key) {
  const Sha256 digest = sha256(key);
  return std::int64_t{digest[0]} << 24 | std::int64_t{digest[1]} << 16 | std::int64_t{digest[2]} << 8 | digest[3];
}

std::size_t count(const SQLite::Column& column) {
  return static_cast<std::size_t>(column.getInt64());
}

SeriesResult read_result(SQLite::Statement& row) {
  return {row.getColumn(0).getString(), row.getColumn(1).getString(), row.getColumn(2).getString(),
          row.getColumn(3).getString(), row.getColumn(4).getInt(),    row.getColumn(5).getString(),
          row.getColumn(6).getString(), row.getColumn(7).getString(), row.getColumn(8).getString()};
}

} // namespace

fs::path journal_file(const fs::path& output) {
  return output / kPrivateFolder / "journal.sqlite";
}

std::size_t& counter_of(BatchSummary& summary, const std::string& outcome) {
  return outcome == "measured"       ? summary.measured
         : outcome == "failed"       ? summary.failed
         : outcome == "not_selected" ? summary.not_selected
                                     : summary.not_measured;
}

Journal::Journal(SQLite::Database database, fs::path file) : database_(std::move(database)), file_(std::move(file)) {}

Result<Journal> Journal::open(const fs::path& output) {
  SPONDYL_TRY(SQLite::Database database, database::open(journal_file(output), schema()));
  return Journal(std::move(database), journal_file(output));
}

Result<Journal> Journal::open_read_only(const fs::path& output) {
  SPONDYL_TRY(SQLite::Database database, database::open_read_only(journal_file(output), schema()));
  return Journal(std::move(database), journal_file(output));
}

std::optional<std::string> Journal::note(const std::string& name) {
  SQLite::Statement query(database_, "SELECT value FROM note WHERE name = ?");
  query.bind(1, name);
  return query.executeStep() ? std::optional(query.getColumn(0).getString()) : std::nullopt;
}

void Journal::set_note(const std::string& name, const std::string& value) {
  SQLite::Statement insert(database_, "INSERT OR REPLACE INTO note VALUES (?, ?)");
  insert.bind(1, name);
  insert.bind(2, value);
  insert.exec();
}

bool Journal::knows_folder(const std::string& folder) {
  SQLite::Statement query(database_, "SELECT 1 FROM folder WHERE path = ? AND complete");
  query.bind(1, folder);
  return query.executeStep();
}

std::int64_t Journal::study_id(const std::string& key) {
  SQLite::Statement insert(database_, "INSERT OR IGNORE INTO study (key, share) VALUES (?, ?)");
  insert.bind(1, key);
  insert.bind(2, share_of(key));
  insert.exec();
  SQLite::Statement query(database_, "SELECT id FROM study WHERE key = ?");
  query.bind(1, key);
  query.executeStep();
  return query.getColumn(0).getInt64();
}

void Journal::add_files(const std::string& folder, const std::vector<IndexedFile>& files, bool all) {
  SQLite::Transaction transaction(database_);
  SQLite::Statement make_folder(database_,
                                "INSERT INTO folder (path, complete) VALUES (?, ?) "
                                "ON CONFLICT (path) DO UPDATE SET complete = max(complete, excluded.complete)");
  make_folder.bind(1, folder);
  make_folder.bind(2, all ? 1 : 0);
  make_folder.exec();
  SQLite::Statement query(database_, "SELECT id FROM folder WHERE path = ?");
  query.bind(1, folder);
  query.executeStep();
  const std::int64_t folder_id = query.getColumn(0).getInt64();
  SQLite::Statement insert(database_, "INSERT OR IGNORE INTO file VALUES (?, ?, ?, ?, ?)");
  for (const IndexedFile& file : files) {
    insert.reset();
    insert.bind(1, folder_id);
    insert.bind(2, file.name);
    insert.bind(3, file.is_dicom ? 1 : 0);
    if (file.study.empty())
      insert.bind(4); // NULL
    else
      insert.bind(4, study_id(file.study));
    insert.bind(5, file.skip_reason);
    insert.exec();
  }
  transaction.commit();
}

std::optional<Study> Journal::next_study(std::int64_t after, Shard shard) {
  SQLite::Statement query(database_,
                          "SELECT id, key FROM study WHERE id > ? AND NOT done AND share % ? = ? ORDER BY id LIMIT 1");
  query.bind(1, after);
  query.bind(2, shard.count);
  query.bind(3, shard.index - 1);
  if (!query.executeStep())
    return std::nullopt;
  return Study{query.getColumn(0).getInt64(), query.getColumn(1).getString()};
}

std::vector<fs::path> Journal::files_of(std::int64_t study) {
  SQLite::Statement query(database_, "SELECT folder.path, file.name FROM file JOIN folder ON folder.id = file.folder "
                                     "WHERE file.study = ? ORDER BY folder.path, file.name");
  query.bind(1, study);
  std::vector<fs::path> files;
  while (query.executeStep())
    files.push_back(fs::path(query.getColumn(0).getString()) / query.getColumn(1).getString());
  return files;
}

std::set<std::string> Journal::finished_series(const std::string& study) {
  SQLite::Statement query(database_, "SELECT series FROM result WHERE study = ? AND series <> ''");
  query.bind(1, study);
  std::set<std::string> keys;
  while (query.executeStep())
    keys.insert(query.getColumn(0).getString());
  return keys;
}

void Journal::add(const SeriesResult& result) {
  SQLite::Statement insert(database_, "INSERT OR REPLACE INTO result VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  insert.bind(1, result.study);
  insert.bind(2, result.series);
  insert.bind(3, result.shown_study);
  insert.bind(4, result.shown_series_uid);
  insert.bind(5, result.part);
  insert.bind(6, result.outcome);
  insert.bind(7, result.folder);
  insert.bind(8, result.entry);
  insert.bind(9, result.rows);
  insert.exec();
}

void Journal::finish(std::int64_t study) {
  SQLite::Statement update(database_, "UPDATE study SET done = 1 WHERE id = ?");
  update.bind(1, study);
  update.exec();
}

void Journal::reopen_failed() {
  SQLite::Transaction transaction(database_);
  database_.exec("UPDATE study SET done = 0 WHERE key IN (SELECT study FROM result WHERE outcome = 'failed')");
  database_.exec("DELETE FROM result WHERE outcome = 'failed'");
  transaction.commit();
}

BatchSummary Journal::summary(Shard shard) {
  BatchSummary summary;
  SQLite::Statement files(database_, "SELECT count(*), coalesce(sum(is_dicom), 0) FROM file");
  files.executeStep();
  summary.files_seen = count(files.getColumn(0));
  summary.dicom_files = count(files.getColumn(1));
  SQLite::Statement studies(database_, "SELECT count(*), coalesce(sum(done), 0) FROM study WHERE share % ? = ?");
  studies.bind(1, shard.count);
  studies.bind(2, shard.index - 1);
  studies.executeStep();
  summary.studies = count(studies.getColumn(0));
  summary.studies_done = count(studies.getColumn(1));
  SQLite::Statement results(database_, "SELECT outcome, count(*) FROM result GROUP BY outcome");
  while (results.executeStep()) {
    const std::string outcome = results.getColumn(0).getString();
    counter_of(summary, outcome) = count(results.getColumn(1));
  }
  return summary;
}

Result<void> Journal::each_result(const std::function<Result<void>(const SeriesResult&)>& visit) {
  SQLite::Statement query(database_, "SELECT * FROM result ORDER BY shown_study, shown_series_uid, part, series");
  while (query.executeStep())
    SPONDYL_CHECK(visit(read_result(query)));
  return {};
}

Result<void> Journal::each_skipped(const std::function<Result<void>(const std::string&, const std::string&)>& visit) {
  SQLite::Statement query(database_,
                          "SELECT folder.path, file.name, file.skip_reason FROM file JOIN folder ON folder.id = "
                          "file.folder WHERE file.study IS NULL ORDER BY folder.path, file.name");
  while (query.executeStep())
    SPONDYL_CHECK(visit((fs::path(query.getColumn(0).getString()) / query.getColumn(1).getString()).string(),
                        query.getColumn(2).getString()));
  return {};
}

void Journal::copy_index(const fs::path& other_output) {
  SQLite::Statement attach(database_, "ATTACH ? AS other");
  attach.bind(1, journal_file(other_output).string());
  attach.exec();
  SQLite::Transaction transaction(database_);
  for (const char* table : {"folder", "study", "file"})
    database_.exec(std::string("INSERT INTO main.") + table + " SELECT * FROM other." + table);
  database_.exec("UPDATE main.study SET done = 0");
  transaction.commit();
  database_.exec("DETACH other");
}

void Journal::copy_results(const fs::path& other_output) {
  SQLite::Statement attach(database_, "ATTACH ? AS other");
  attach.bind(1, journal_file(other_output).string());
  attach.exec();
  SQLite::Transaction transaction(database_);
  database_.exec("INSERT OR IGNORE INTO main.folder (path, complete) SELECT path, complete FROM other.folder");
  database_.exec("INSERT OR IGNORE INTO main.study (key, share) SELECT key, share FROM other.study");
  database_.exec("UPDATE main.study SET done = 1 WHERE key IN (SELECT key FROM other.study WHERE done)");
  database_.exec(
      "INSERT OR IGNORE INTO main.file SELECT f.id, o.name, o.is_dicom, s.id, o.skip_reason FROM other.file o "
      "JOIN other.folder x ON x.id = o.folder JOIN main.folder f ON f.path = x.path "
      "LEFT JOIN other.study y ON y.id = o.study LEFT JOIN main.study s ON s.key = y.key");
  database_.exec("INSERT OR REPLACE INTO main.result SELECT * FROM other.result");
  transaction.commit();
  database_.exec("DETACH other");
}

} // namespace spondyl::batch
