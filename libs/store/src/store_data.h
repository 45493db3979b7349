#pragma once

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <functional>
#include <spondyl/database/open.h>
#include <spondyl/store/store.h>

namespace spondyl::store {

struct Store::Data {
  std::filesystem::path file;
  SQLite::Database database;

  /// Runs `work` and turns what the toolkit throws into an error that names the file.
  template <typename Work> auto guarded(Work&& work) -> decltype(work()) {
    try {
      return work();
    } catch (const SQLite::Exception& exception) {
      return tl::make_unexpected(database::error_of(file, exception));
    }
  }
  /// The same in a transaction, which is undone when `work` returns an error or throws.
  template <typename Work> auto in_transaction(Work&& work) -> decltype(work()) {
    return guarded([&]() -> decltype(work()) {
      SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
      auto result = work();
      if (result)
        transaction.commit();
      return result;
    });
  }
};

/// The row of the patient of an exam. Errors: `not_found`.
[[nodiscard]] Result<std::int64_t> person_of(SQLite::Database& database, ExamId exam);
/// The row of a patient; made when there is none.
[[nodiscard]] std::int64_t person_row(SQLite::Database& database, const PatientInfo& patient);
/// std::nullopt when no exam and no decision names this patient.
[[nodiscard]] std::optional<std::int64_t> find_person(SQLite::Database& database, const PatientInfo& patient);
/// The columns that exam_of() reads, with the newest revision of each exam; append "WHERE ..." and "ORDER BY ...".
[[nodiscard]] const std::string& exam_query();
[[nodiscard]] Exam exam_of(SQLite::Statement& row);

/// What a reader changed between two revisions.
[[nodiscard]] std::vector<Edit> edits_between(const Findings& before, const Findings& after);

} // namespace spondyl::store
