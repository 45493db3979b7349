#pragma once
// The follow-up store: findings of one machine's patients over the years. Images stay where they are; the store holds
// their paths and digests as the findings name them. docs/follow-up.md, ADR 0009.

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <spondyl/base/result.h>
#include <spondyl/comparison/comparison.h>
#include <spondyl/model/findings.h>
#include <string>
#include <vector>

namespace spondyl::store {

/// $XDG_DATA_HOME/spondyl/follow-up.sqlite, or ~/.local/share/...; empty when there is neither.
[[nodiscard]] std::filesystem::path default_file();

using ExamId = std::int64_t;

/// One measured series as it was last stored.
struct Exam {
  ExamId id = 0;
  PatientInfo patient; ///< all empty in anonymous findings
  std::string study_uid, study_date, series_uid, modality;
  std::string added;    ///< ISO 8601, UTC
  int revision = 1;     ///< how often this series was stored with other content
  std::string sign_off; ///< "draft", "reviewed", "signed"
  int vertebrae = 0;    ///< measured ones
};

struct Added {
  ExamId id = 0;
  bool is_new = true; ///< false: exactly these findings were there already
  int revision = 1;
};

/// A reader's correction: what differs between two revisions of one exam.
struct Edit {
  int revision = 0; ///< the later one
  std::string time; ///< when it was stored
  int ordinal = 0;
  std::string what; ///< "anterior_superior", "level", "status"
  std::string before, after;
};

/// Another exam that may be of the same person, for a reader to confirm or reject.
struct PriorProposal {
  Exam exam;
  comparison::Identity identity;
  std::optional<bool> decided; ///< what a reader said: the same person, or not
  [[nodiscard]] bool accepted() const { return decided.value_or(identity.same == comparison::SamePerson::same); }
};

struct Decision {
  bool same_person = true;
  std::string reader; ///< may be empty
};

/// Opens, and where needed creates or migrates, one database. Every call is one transaction: after a kill or power cut
/// it happened whole or not at all. Several programs may have it open. Errors of all calls: `io`, and `not_found` for
/// an exam that is not there.
class Store {
public:
  /// Errors: see database::open(). Missing folders are created, for their owner only.
  [[nodiscard]] static Result<Store> open(const std::filesystem::path& file);
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  /// Keeps the findings. A series that is there already gets a further revision, the earlier ones stay; signatures and
  /// the landmarks that were moved are kept beside. Errors: `invalid_argument` for findings without a series UID or
  /// that were altered after they were signed.
  [[nodiscard]] Result<Added> add(const Findings& findings);
  /// All exams: by patient, date, series.
  [[nodiscard]] Result<std::vector<Exam>> exams();
  /// By number, Series Instance UID, or study and series UID as `list` prints them.
  [[nodiscard]] Result<Exam> exam(const std::string& number_or_series_uid);
  /// The newest revision, or the one that is asked for.
  [[nodiscard]] Result<Findings> findings(ExamId exam, std::optional<int> revision = std::nullopt);
  [[nodiscard]] Result<std::vector<Edit>> edits(ExamId exam);
  /// Removes an exam with all its revisions, edits and, where it was the last one of its patient, the decisions and
  /// interventions. What was deleted is overwritten in the file.
  [[nodiscard]] Result<void> forget(ExamId exam);

  /// Exams of other studies whose patient shares the id (of one issuer), or name and birth date, or that a reader
  /// connected; latest first. Never on the id alone: see PriorProposal::identity for what agrees and what contradicts.
  [[nodiscard]] Result<std::vector<PriorProposal>> priors(ExamId exam);
  /// The same for a patient none of whose exams need be here. `series_uid` is the series that is looked at: it is no
  /// prior of itself.
  [[nodiscard]] Result<std::vector<PriorProposal>> priors(const PatientInfo& patient, const std::string& series_uid);
  /// Remembered for all exams of these two patients.
  [[nodiscard]] Result<void> decide(ExamId exam, ExamId other, const Decision& decision);
  /// The same for patients none of whose exams need be here. Errors: `invalid_argument` when both are exactly the same.
  [[nodiscard]] Result<void> decide(const PatientInfo& patient, const PatientInfo& other, const Decision& decision);
  /// What a reader said about two patients; std::nullopt where none did.
  [[nodiscard]] Result<std::optional<bool>> decision(const PatientInfo& patient, const PatientInfo& other);
  /// Exams of the same person, this one included, by date: those proposed and accepted.
  [[nodiscard]] Result<std::vector<Exam>> exams_of_person(ExamId exam);

  /// Interventions belong to the person.
  [[nodiscard]] Result<void> mark(ExamId exam, const comparison::Intervention& intervention);
  /// Takes marks back: those of that level and kind, of that date or, where it is empty, of any. How many there were.
  [[nodiscard]] Result<int> unmark(ExamId exam, const comparison::Intervention& intervention);
  [[nodiscard]] Result<std::vector<comparison::Intervention>> interventions(ExamId exam);

private:
  struct Data;
  [[nodiscard]] Result<std::set<std::int64_t>> persons_of(const std::vector<Exam>& exams);
  explicit Store(std::unique_ptr<Data> data);
  std::unique_ptr<Data> data_;
};

} // namespace spondyl::store
