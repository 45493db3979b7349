#pragma once
// Which other studies are of the same person: among those that were opened, and in the follow-up store. All calls read
// files and run on a background thread.

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <spondyl/base/progress.h>
#include <spondyl/base/result.h>
#include <spondyl/comparison/comparison.h>
#include <spondyl/model/volume.h>
#include <spondyl/pipeline/review.h>
#include <spondyl/view_model/study_browser.h>
#include <string>
#include <vector>

namespace spondyl::view_model {

/// One other study, by the one of its series that compares best.
struct PriorCandidate {
  std::string series_uid, study_uid, date, modality, description;
  comparison::Identity identity;
  std::optional<bool> decided;      ///< what a reader said: the same person, or not
  PatientInfo patient;              ///< for the decision; shown to the reader, never logged
  std::optional<SeriesItem> images; ///< where its images are at hand
  bool stored = false;              ///< in the follow-up store
  std::optional<Findings> findings; ///< where it was measured
  std::shared_ptr<const LabelMap> labels;

  [[nodiscard]] bool accepted() const { return decided.value_or(identity.same == comparison::SamePerson::same); }
};
/// "2024-01-01  CT  measured" and what is known of the person; for a list.
[[nodiscard]] std::string candidate_title(const PriorCandidate& candidate);
/// "Same patient id, name and birth date." or "Contradicts: sex. A reader must confirm." Never the values.
[[nodiscard]] std::string candidate_standing(const PriorCandidate& candidate);

/// What is asked: who else is there for this series?
struct PriorQuestion {
  Series current;
  std::vector<SeriesItem> opened;             ///< all series of the browser
  std::map<std::string, Findings> measured{}; ///< by series key: documents that are open
  std::filesystem::path sessions, store;      ///< empty = none
  std::map<std::string, bool> decided{};      ///< by series uid, in this session: where no store remembers
};
struct PriorAnswer {
  std::vector<PriorCandidate> candidates; ///< latest first
  std::vector<comparison::Intervention> interventions;
  std::vector<std::string> warnings; ///< full sentences: what could not be read
};
[[nodiscard]] Result<PriorAnswer> find_priors(const PriorQuestion& question, const Progress& progress);

/// What to compare with unasked: of the accepted earlier studies the latest of the same modality, else the latest; one
/// that was measured before one that was not. std::nullopt when there is none.
[[nodiscard]] std::optional<std::size_t> best_prior(const std::vector<PriorCandidate>& candidates,
                                                    const Series& current);

/// Measures the series of a candidate and keeps it as a session, so that opening the study finds it measured.
[[nodiscard]] Result<PriorCandidate> measured_candidate(PriorCandidate candidate,
                                                        const pipeline::ReviewOptions& options,
                                                        const std::filesystem::path& sessions,
                                                        const Progress& progress);
/// Finds the images of stored findings where those say they are.
[[nodiscard]] Result<SeriesItem> locate_images(const Findings& findings, const Progress& progress);

/// Remembers what the reader said. Errors: `invalid_argument` when nothing tells the two patients apart; `io`.
[[nodiscard]] Result<void> remember_decision(const std::filesystem::path& store, const PatientInfo& current,
                                             const PatientInfo& other, bool same_person);
/// Adds findings to the store. Errors: those of store::Store.
[[nodiscard]] Result<void> keep_in_store(const std::filesystem::path& store, const Findings& findings);
/// Where the store is unless the reader says otherwise; empty when there is no place.
[[nodiscard]] std::filesystem::path default_store();

} // namespace spondyl::view_model
