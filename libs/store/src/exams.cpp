#include "store_data.h"

#include <algorithm>
#include <spondyl/base/clock.h>
#include <spondyl/base/digest.h>
#include <spondyl/findings/findings_json.h>
#include <spondyl/sign_off/sign_off.h>

namespace spondyl::store {
namespace {

std::int64_t exam_row(SQLite::Database& database, const Findings& findings) {
  const std::int64_t person = person_row(database, findings.patient.value_or(PatientInfo{}));
  // A later revision may have corrected the patient: the exam follows it.
  SQLite::Statement insert(database,
                           "INSERT INTO exam (person, study_uid, series_uid, study_date, modality) "
                           "VALUES (?, ?, ?, ?, ?) ON CONFLICT (series_uid) DO UPDATE SET "
                           "person = excluded.person, study_uid = excluded.study_uid, study_date = excluded.study_date "
                           "RETURNING id");
  insert.bind(1, person);
  insert.bind(2, findings.study.uid);
  insert.bind(3, findings.series_instance_uid);
  insert.bind(4, findings.study.date);
  insert.bind(5, findings.modality);
  insert.executeStep();
  return insert.getColumn(0).getInt64();
}

struct Latest {
  int number = 0;
  std::string digest, findings;
};

Latest latest_revision(SQLite::Database& database, ExamId exam) {
  SQLite::Statement query(database,
                          "SELECT number, digest, findings FROM revision WHERE exam = ? ORDER BY number DESC LIMIT 1");
  query.bind(1, exam);
  if (!query.executeStep())
    return {};
  return {query.getColumn(0).getInt(), query.getColumn(1).getString(), query.getColumn(2).getString()};
}

/// Everything of the findings, when they were made included: the same measurement added twice is one.
std::string state_of(const Findings& findings) {
  return std::string(to_string(findings.sign_off ? findings.sign_off->state() : SignOffState::draft));
}

void insert_revision(SQLite::Database& database, ExamId exam, int number, const Findings& findings,
                     const std::string& text, const std::string& digest) {
  SQLite::Statement insert(database,
                           "INSERT INTO revision (exam, number, added, digest, sign_off, vertebrae, software, "
                           "findings) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  insert.bind(1, exam);
  insert.bind(2, number);
  insert.bind(3, utc_now());
  insert.bind(4, digest);
  insert.bind(5, state_of(findings));
  insert.bind(6, static_cast<int>(
                     std::ranges::count(findings.vertebrae, MeasurementStatus::measured, &VertebraFinding::status)));
  insert.bind(7, findings.software.name + " " + findings.software.version);
  insert.bind(8, text);
  insert.exec();
}

void insert_signatures(SQLite::Database& database, ExamId exam, int revision, const Findings& findings) {
  if (!findings.sign_off)
    return;
  for (const SignOffStep& step : findings.sign_off->steps) {
    SQLite::Statement insert(database, "INSERT INTO signature (exam, revision, state, reader, organization, time) "
                                       "VALUES (?, ?, ?, ?, ?, ?)");
    insert.bind(1, exam);
    insert.bind(2, revision);
    insert.bind(3, std::string(to_string(step.state)));
    insert.bind(4, step.reader);
    insert.bind(5, step.organization);
    insert.bind(6, step.time);
    insert.exec();
  }
}

void insert_edits(SQLite::Database& database, ExamId exam, int revision, const std::vector<Edit>& edits) {
  for (const Edit& edit : edits) {
    SQLite::Statement insert(
        database, "INSERT INTO edit (exam, revision, ordinal, what, before, after) VALUES (?, ?, ?, ?, ?, ?)");
    insert.bind(1, exam);
    insert.bind(2, revision);
    insert.bind(3, edit.ordinal);
    insert.bind(4, edit.what);
    insert.bind(5, edit.before);
    insert.bind(6, edit.after);
    insert.exec();
  }
}

tl::unexpected<Error> no_exam(const std::filesystem::path& file, const std::string& which) {
  return failure(ErrorCode::not_found, "There is no exam " + which + " in " + file.string() + ".",
                 "`spondyl store list` shows what is there.");
}

} // namespace

const std::string& exam_query() {
  static const std::string query =
      "SELECT exam.id, patient_id, issuer, name, birth_date, sex, study_uid, study_date, series_uid, modality, added, "
      "number, sign_off, vertebrae FROM exam JOIN person ON person.id = exam.person JOIN revision ON "
      "revision.exam = exam.id AND number = (SELECT max(number) FROM revision WHERE exam = exam.id) ";
  return query;
}

Exam exam_of(SQLite::Statement& row) {
  const auto text = [&](int column) { return row.getColumn(column).getString(); };
  Exam exam;
  exam.id = row.getColumn(0).getInt64();
  exam.patient = {text(1), text(2), text(3), text(4), text(5), {}};
  exam.study_uid = text(6);
  exam.study_date = text(7);
  exam.series_uid = text(8);
  exam.modality = text(9);
  exam.added = text(10);
  exam.revision = row.getColumn(11).getInt();
  exam.sign_off = text(12);
  exam.vertebrae = row.getColumn(13).getInt();
  return exam;
}

Result<Added> Store::add(const Findings& findings) {
  if (findings.series_instance_uid.empty())
    return failure(ErrorCode::invalid_argument, "Findings without a series cannot be stored.");
  const std::string text = findings::to_json(findings);
  SPONDYL_CHECK(sign_off::verify(findings, text));
  const std::string digest = sha256_hex(text);
  return data_->in_transaction([&]() -> Result<Added> {
    const ExamId exam = exam_row(data_->database, findings);
    const Latest before = latest_revision(data_->database, exam);
    if (before.digest == digest)
      return Added{exam, false, before.number};
    const int number = before.number + 1;
    insert_revision(data_->database, exam, number, findings, text, digest);
    insert_signatures(data_->database, exam, number, findings);
    if (before.number > 0) {
      SPONDYL_TRY(const Findings earlier, findings::parse_findings(before.findings, "The stored findings"));
      insert_edits(data_->database, exam, number, edits_between(earlier, findings));
    }
    return Added{exam, true, number};
  });
}

Result<std::vector<Exam>> Store::exams() {
  return data_->guarded([&]() -> Result<std::vector<Exam>> {
    SQLite::Statement query(data_->database,
                            exam_query() + "ORDER BY patient_id, issuer, name, birth_date, study_date, series_uid");
    std::vector<Exam> exams;
    while (query.executeStep())
      exams.push_back(exam_of(query));
    return exams;
  });
}

Result<Exam> Store::exam(const std::string& number_or_series_uid) {
  return data_->guarded([&]() -> Result<Exam> {
    SQLite::Statement query(data_->database, exam_query() + "WHERE exam.series_uid = ?1 OR exam.id = ?1");
    query.bind(1, number_or_series_uid);
    if (!query.executeStep())
      return no_exam(data_->file, number_or_series_uid);
    return exam_of(query);
  });
}

Result<Findings> Store::findings(ExamId exam, std::optional<int> revision) {
  return data_->guarded([&]() -> Result<Findings> {
    SQLite::Statement query(data_->database,
                            "SELECT findings FROM revision WHERE exam = ?1 AND (?2 = 0 OR number = ?2) "
                            "ORDER BY number DESC LIMIT 1");
    query.bind(1, exam);
    query.bind(2, revision.value_or(0));
    if (!query.executeStep())
      return no_exam(data_->file, std::to_string(exam));
    return findings::parse_findings(query.getColumn(0).getString(),
                                    "Exam " + std::to_string(exam) + " of " + data_->file.string());
  });
}

Result<std::vector<Edit>> Store::edits(ExamId exam) {
  return data_->guarded([&]() -> Result<std::vector<Edit>> {
    SQLite::Statement query(
        data_->database, "SELECT edit.revision, added, ordinal, what, before, after FROM edit JOIN revision ON "
                         "revision.exam = edit.exam AND revision.number = edit.revision WHERE edit.exam = ? ORDER BY "
                         "edit.revision, edit.rowid");
    query.bind(1, exam);
    std::vector<Edit> edits;
    while (query.executeStep())
      edits.push_back({query.getColumn(0).getInt(), query.getColumn(1).getString(), query.getColumn(2).getInt(),
                       query.getColumn(3).getString(), query.getColumn(4).getString(), query.getColumn(5).getString()});
    return edits;
  });
}

Result<void> Store::forget(ExamId exam) {
  SPONDYL_CHECK(data_->in_transaction([&]() -> Result<void> {
    SPONDYL_TRY(const std::int64_t person, person_of(data_->database, exam));
    SQLite::Statement remove(data_->database, "DELETE FROM exam WHERE id = ?");
    remove.bind(1, exam);
    remove.exec();
    SQLite::Statement forget_person(data_->database,
                                    "DELETE FROM person WHERE id = ? AND id NOT IN (SELECT person FROM exam)");
    forget_person.bind(1, person);
    forget_person.exec();
    // Of patients without exams only what a reader decided about them and another patient is of use.
    data_->database.exec("DELETE FROM person WHERE id NOT IN (SELECT person FROM exam) AND id NOT IN "
                         "(SELECT person FROM decision UNION SELECT other FROM decision)");
    return {};
  }));
  return data_->guarded([&]() -> Result<void> {
    // The write-ahead log may still hold the pages; bring it into the file and cut it.
    SQLite::Statement(data_->database, "PRAGMA wal_checkpoint(TRUNCATE)").executeStep();
    return {};
  });
}

} // namespace spondyl::store
