#include "store_data.h"

#include <algorithm>
#include <set>
#include <spondyl/base/clock.h>

namespace spondyl::store {
namespace {

std::optional<bool> decision_about(SQLite::Database& database, std::int64_t person, std::int64_t other) {
  SQLite::Statement query(database, "SELECT same_person FROM decision WHERE person = ? AND other = ?");
  query.bind(1, std::min(person, other));
  query.bind(2, std::max(person, other));
  if (!query.executeStep())
    return std::nullopt;
  return query.getColumn(0).getInt() != 0;
}

/// Worth showing to a reader: something agrees that does not agree by chance.
bool worth_proposing(const comparison::Identity& identity) {
  const auto agrees = [&](const char* what) {
    return std::ranges::find(identity.agreements, what) != identity.agreements.end();
  };
  return agrees("patient id") || (agrees("name") && agrees("birth date"));
}

void bind_patient(SQLite::Statement& statement, const PatientInfo& patient) {
  statement.bind(1, patient.id);
  statement.bind(2, patient.issuer);
  statement.bind(3, patient.name);
  statement.bind(4, patient.birth_date);
  statement.bind(5, patient.sex);
}

} // namespace

std::int64_t person_row(SQLite::Database& database, const PatientInfo& patient) {
  SQLite::Statement insert(database, "INSERT INTO person (patient_id, issuer, name, birth_date, sex) "
                                     "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
  bind_patient(insert, patient);
  insert.exec();
  return *find_person(database, patient);
}

std::optional<std::int64_t> find_person(SQLite::Database& database, const PatientInfo& patient) {
  SQLite::Statement find(database, "SELECT id FROM person WHERE patient_id = ? AND issuer = ? AND name = ? AND "
                                   "birth_date = ? AND sex = ?");
  bind_patient(find, patient);
  return find.executeStep() ? std::optional(find.getColumn(0).getInt64()) : std::nullopt;
}

Result<std::int64_t> person_of(SQLite::Database& database, ExamId exam) {
  SQLite::Statement query(database, "SELECT person FROM exam WHERE id = ?");
  query.bind(1, exam);
  if (!query.executeStep())
    return failure(ErrorCode::not_found, "There is no exam " + std::to_string(exam) + " in the follow-up store.",
                   "`spondyl store list` shows what is there.");
  return query.getColumn(0).getInt64();
}

Result<std::vector<PriorProposal>> Store::priors(ExamId exam_id) {
  SPONDYL_TRY(const Exam mine, exam(std::to_string(exam_id)));
  return priors(mine.patient, mine.series_uid);
}

Result<std::vector<PriorProposal>> Store::priors(const PatientInfo& patient, const std::string& series_uid) {
  SPONDYL_TRY(const auto all, exams());
  return data_->guarded([&]() -> Result<std::vector<PriorProposal>> {
    const auto person = find_person(data_->database, patient);
    std::vector<PriorProposal> proposals;
    for (const Exam& other : all) {
      if (other.series_uid == series_uid)
        continue;
      SPONDYL_TRY(const std::int64_t other_person, person_of(data_->database, other.id));
      PriorProposal proposal{other, comparison::identity_of(patient, other.patient), std::nullopt};
      if (person && other_person != *person)
        proposal.decided = decision_about(data_->database, *person, other_person);
      if (worth_proposing(proposal.identity) || proposal.decided.value_or(false))
        proposals.push_back(std::move(proposal));
    }
    std::ranges::stable_sort(proposals, std::greater{}, [](const PriorProposal& p) { return p.exam.study_date; });
    return proposals;
  });
}

Result<void> Store::decide(ExamId exam_id, ExamId other_id, const Decision& decision) {
  SPONDYL_TRY(const Exam mine, exam(std::to_string(exam_id)));
  SPONDYL_TRY(const Exam other, exam(std::to_string(other_id)));
  return decide(mine.patient, other.patient, decision);
}

Result<void> Store::decide(const PatientInfo& patient, const PatientInfo& other, const Decision& decision) {
  return data_->in_transaction([&]() -> Result<void> {
    const std::int64_t one = person_row(data_->database, patient), two = person_row(data_->database, other);
    if (one == two)
      return failure(ErrorCode::invalid_argument, "Both exams name exactly the same patient.",
                     "Correct the patient in the findings where that is wrong.");
    SQLite::Statement insert(data_->database,
                             "INSERT OR REPLACE INTO decision (person, other, same_person, reader, time) "
                             "VALUES (?, ?, ?, ?, ?)");
    insert.bind(1, std::min(one, two));
    insert.bind(2, std::max(one, two));
    insert.bind(3, static_cast<int>(decision.same_person));
    insert.bind(4, decision.reader);
    insert.bind(5, utc_now());
    insert.exec();
    return {};
  });
}

Result<std::optional<bool>> Store::decision(const PatientInfo& patient, const PatientInfo& other) {
  return data_->guarded([&]() -> Result<std::optional<bool>> {
    const auto one = find_person(data_->database, patient), two = find_person(data_->database, other);
    return one && two ? decision_about(data_->database, *one, *two) : std::nullopt;
  });
}

Result<std::vector<Exam>> Store::exams_of_person(ExamId exam_id) {
  SPONDYL_TRY(const Exam mine, exam(std::to_string(exam_id)));
  std::vector<Exam> found = {mine};
  std::set<ExamId> seen = {exam_id};
  // Accepted is not transitive by itself (a to b, b to c): follow it until nobody new is found.
  for (std::size_t i = 0; i < found.size(); ++i) {
    SPONDYL_TRY(const auto proposals, priors(found[i].id));
    for (const PriorProposal& proposal : proposals)
      if (proposal.accepted() && seen.insert(proposal.exam.id).second)
        found.push_back(proposal.exam);
  }
  std::ranges::stable_sort(found, {}, [](const Exam& one) { return std::pair(one.study_date, one.series_uid); });
  return found;
}

Result<void> Store::mark(ExamId exam, const comparison::Intervention& intervention) {
  return data_->in_transaction([&]() -> Result<void> {
    SPONDYL_TRY(const std::int64_t person, person_of(data_->database, exam));
    SQLite::Statement insert(data_->database, "INSERT OR IGNORE INTO intervention (person, level, kind, date, time) "
                                              "VALUES (?, ?, ?, ?, ?)");
    insert.bind(1, person);
    insert.bind(2, intervention.level.name());
    insert.bind(3, std::string(to_string(intervention.kind)));
    insert.bind(4, intervention.date);
    insert.bind(5, utc_now());
    insert.exec();
    return {};
  });
}

/// The records of one person: the same values may be written in several ways.
Result<std::set<std::int64_t>> Store::persons_of(const std::vector<Exam>& exams) {
  std::set<std::int64_t> persons;
  for (const Exam& one : exams) {
    SPONDYL_TRY(const std::int64_t person, person_of(data_->database, one.id));
    persons.insert(person);
  }
  return persons;
}

Result<int> Store::unmark(ExamId exam, const comparison::Intervention& intervention) {
  SPONDYL_TRY(const auto of_person, exams_of_person(exam));
  return data_->in_transaction([&]() -> Result<int> {
    SPONDYL_TRY(const auto persons, persons_of(of_person));
    int removed = 0;
    for (const std::int64_t person : persons) {
      SQLite::Statement erase(data_->database, "DELETE FROM intervention WHERE person = ? AND level = ? AND kind = ? "
                                               "AND (?4 = '' OR date = ?4)");
      erase.bind(1, person);
      erase.bind(2, intervention.level.name());
      erase.bind(3, std::string(to_string(intervention.kind)));
      erase.bind(4, intervention.date);
      removed += erase.exec();
    }
    return removed;
  });
}

Result<std::vector<comparison::Intervention>> Store::interventions(ExamId exam) {
  SPONDYL_TRY(const auto of_person, exams_of_person(exam));
  return data_->guarded([&]() -> Result<std::vector<comparison::Intervention>> {
    SPONDYL_TRY(const auto persons, persons_of(of_person));
    std::vector<comparison::Intervention> marked;
    for (const std::int64_t person : persons) {
      SQLite::Statement query(data_->database,
                              "SELECT level, kind, date FROM intervention WHERE person = ? ORDER BY date, level");
      query.bind(1, person);
      while (query.executeStep()) {
        const auto level = VertebraLevel::parse(query.getColumn(0).getString());
        const auto kind =
            std::ranges::find(comparison::kInterventionKinds, query.getColumn(1).getString(),
                              [](comparison::InterventionKind one) { return std::string(to_string(one)); });
        if (level && kind != comparison::kInterventionKinds.end())
          marked.push_back({*level, *kind, query.getColumn(2).getString()});
      }
    }
    return marked;
  });
}

} // namespace spondyl::store
