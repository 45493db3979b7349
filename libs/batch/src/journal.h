#pragma once
// What a batch knows and has done, on the disk: the only memory that counts. Calls throw SQLite::Exception; run_batch()
// and merge() turn it into an Error.

#include <SQLiteCpp/Database.h>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <spondyl/base/result.h>
#include <spondyl/batch/batch.h>
#include <string>
#include <vector>

namespace spondyl::batch {

/// The private folder of a batch below its output, and the journal in it.
inline constexpr const char* kPrivateFolder = ".batch";
[[nodiscard]] std::filesystem::path journal_file(const std::filesystem::path& output);

/// One file of the index. A file without a study has a reason for being skipped.
struct IndexedFile {
  std::string name;
  bool is_dicom = false;
  std::string study;       ///< key of the study; empty = skipped
  std::string skip_reason; ///< empty = belongs to `study`
};

inline constexpr const char* kFolderKey = "folder ";

struct Study {
  std::int64_t id = 0;
  std::string key; ///< Study Instance UID, or kFolderKey and a path for files that state none

  [[nodiscard]] std::string uid() const { return key.rfind(kFolderKey, 0) == 0 ? std::string{} : key; }
};

/// What became of one series, or of a study that could not be taken apart.
struct SeriesResult {
  std::string study;                         ///< Study::key
  std::string series;                        ///< pipeline::series_identity(); empty = the study as a whole
  std::string shown_study, shown_series_uid; ///< as in the outputs: replaced in anonymous ones
  int part = 0;                              ///< of the series
  std::string outcome;                       ///< pipeline::to_string(Outcome)
  std::string folder;                        ///< below the output; empty = nothing written
  std::string entry;                         ///< of manifest.json
  std::string rows;                          ///< of vertebrae.csv
};

/// The number of series of this outcome in a summary.
[[nodiscard]] std::size_t& counter_of(BatchSummary& summary, const std::string& outcome);

class Journal {
public:
  /// Errors: those of database::open().
  [[nodiscard]] static Result<Journal> open(const std::filesystem::path& output);
  [[nodiscard]] static Result<Journal> open_read_only(const std::filesystem::path& output);

  [[nodiscard]] std::optional<std::string> note(const std::string& name);
  void set_note(const std::string& name, const std::string& value);

  /// Whether every file of this folder is in the index.
  [[nodiscard]] bool knows_folder(const std::string& folder);
  /// Files of a folder; `all` when there are no others. Those that are known stay as they are.
  void add_files(const std::string& folder, const std::vector<IndexedFile>& files, bool all);
  /// Takes over the index of another batch.
  void copy_index(const std::filesystem::path& other_output);

  /// The first open study of the shard after `after`, in the order of the index.
  [[nodiscard]] std::optional<Study> next_study(std::int64_t after, Shard shard);
  [[nodiscard]] std::vector<std::filesystem::path> files_of(std::int64_t study);
  [[nodiscard]] std::set<std::string> finished_series(const std::string& study);
  void add(const SeriesResult& result);
  void finish(std::int64_t study);
  /// Forgets what failed, so that it is tried again.
  void reopen_failed();

  [[nodiscard]] BatchSummary summary(Shard shard);
  /// In the order of the table: by study, series and part as shown. Ends at the first error of `visit`.
  [[nodiscard]] Result<void> each_result(const std::function<Result<void>(const SeriesResult&)>& visit);
  [[nodiscard]] Result<void>
  each_skipped(const std::function<Result<void>(const std::string& file, const std::string& reason)>& visit);
  /// Takes over the results and the index of a part that was done elsewhere.
  void copy_results(const std::filesystem::path& other_output);

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

private:
  Journal(SQLite::Database database, std::filesystem::path file);
  [[nodiscard]] std::int64_t study_id(const std::string& key);

  SQLite::Database database_;
  std::filesystem::path file_;
};

} // namespace spondyl::batch
