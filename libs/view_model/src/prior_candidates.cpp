#include <spondyl/view_model/prior_candidates.h>

#include <algorithm>
#include <spondyl/dicom/scan.h>
#include <spondyl/pipeline/review.h>
#include <spondyl/store/store.h>
#include <spondyl/view_model/autosave.h>
#include <spondyl/view_model/follow_up.h>
#include <tuple>

namespace spondyl::view_model {
namespace {

namespace fs = std::filesystem;
using comparison::SamePerson;

bool agrees(const comparison::Identity& identity, const char* what) {
  return std::ranges::find(identity.agreements, what) != identity.agreements.end();
}

/// The same rule as that of the store: something agrees that does not agree by chance.
bool worth_proposing(const comparison::Identity& identity) {
  return agrees(identity, "patient id") || (agrees(identity, "name") && agrees(identity, "birth date"));
}

PriorCandidate candidate_of(const SeriesItem& item, const Series& current) {
  PriorCandidate candidate;
  candidate.series_uid = item.series.info.uid;
  candidate.study_uid = item.series.study.uid;
  candidate.date = item.series.study.date;
  candidate.modality = item.series.info.modality;
  candidate.description = item.series.info.description;
  candidate.identity = comparison::identity_of(item.series.patient, current.patient);
  candidate.patient = item.series.patient;
  candidate.images = item;
  return candidate;
}

PriorCandidate candidate_of(const store::PriorProposal& proposal) {
  PriorCandidate candidate;
  candidate.series_uid = proposal.exam.series_uid;
  candidate.study_uid = proposal.exam.study_uid;
  candidate.date = proposal.exam.study_date;
  candidate.modality = proposal.exam.modality;
  candidate.identity = proposal.identity;
  candidate.decided = proposal.decided;
  candidate.patient = proposal.exam.patient;
  candidate.stored = true;
  return candidate;
}

/// An open document, else an earlier session.
void add_measurement(PriorCandidate& candidate, const PriorQuestion& question, PriorAnswer& answer) {
  const SeriesItem& item = *candidate.images;
  if (const auto open = question.measured.find(item.key); open != question.measured.end())
    candidate.findings = open->second;
  if (question.sessions.empty() || !has_session(question.sessions, item.series))
    return;
  const auto session = reopen(item.series, question.sessions);
  if (!session) {
    answer.warnings.push_back(session.error().text());
    return;
  }
  if (session->document->state().vertebrae.empty())
    return;
  candidate.labels = session->document->committed_state().labels;
  if (!candidate.findings)
    candidate.findings = session->document->findings();
}

/// The store knows findings and decisions; where a series is open, too, what is open counts.
Result<void> add_stored(const PriorQuestion& question, PriorAnswer& answer) {
  SPONDYL_TRY(auto store, store::Store::open(question.store));
  for (PriorCandidate& candidate : answer.candidates)
    if (!candidate.decided) {
      SPONDYL_TRY(candidate.decided, store.decision(question.current.patient, candidate.patient));
    }
  SPONDYL_TRY(const auto proposals, store.priors(question.current.patient, question.current.info.uid));
  for (const store::PriorProposal& proposal : proposals) {
    auto known = std::ranges::find(answer.candidates, proposal.exam.series_uid, &PriorCandidate::series_uid);
    if (known == answer.candidates.end()) {
      answer.candidates.push_back(candidate_of(proposal));
      known = std::prev(answer.candidates.end());
    }
    known->stored = true;
    if (!known->accepted())
      continue;
    if (!known->findings && proposal.exam.vertebrae > 0) {
      SPONDYL_TRY(known->findings, store.findings(proposal.exam.id));
    }
    SPONDYL_TRY(answer.interventions, store.interventions(proposal.exam.id));
  }
  if (const auto mine = store.exam(question.current.info.uid)) {
    SPONDYL_TRY(answer.interventions, store.interventions(mine->id));
  }
  return {};
}

auto rank(const PriorCandidate& candidate, const Series& current) {
  return std::tuple(candidate.modality == current.info.modality, candidate.findings.has_value(),
                    candidate.description == current.info.description, candidate.images.has_value(),
                    candidate.images ? candidate.images->series.frames.size() : 0);
}

/// One series stands for its study.
void keep_best_of_each_study(std::vector<PriorCandidate>& candidates, const Series& current) {
  std::ranges::stable_sort(candidates, [&](const PriorCandidate& a, const PriorCandidate& b) {
    return std::tuple(a.date, a.study_uid, rank(a, current)) > std::tuple(b.date, b.study_uid, rank(b, current));
  });
  const auto [first, last] = std::ranges::unique(candidates, {}, &PriorCandidate::study_uid);
  candidates.erase(first, last);
}

std::string list_of(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  return text;
}

} // namespace

std::string candidate_title(const PriorCandidate& candidate) {
  return readable_date(candidate.date) + "  " + candidate.modality +
         (candidate.description.empty() ? "" : "  " + candidate.description) + "  " +
         (candidate.findings ? "measured" : "not measured") + (candidate.images ? "" : ", images not opened");
}

std::string candidate_standing(const PriorCandidate& candidate) {
  const auto& identity = candidate.identity;
  std::string text = identity.agreements.empty() ? std::string() : "Same " + list_of(identity.agreements) + ".";
  if (!identity.contradictions.empty())
    text += (text.empty() ? "Different " : " Different ") + list_of(identity.contradictions) + ".";
  if (candidate.decided)
    return text + (*candidate.decided ? " Confirmed by a reader." : " Rejected by a reader.");
  return text + (identity.same == SamePerson::same ? " Taken for the same person." : " A reader must confirm.");
}

Result<PriorAnswer> find_priors(const PriorQuestion& question, const Progress& progress) {
  PriorAnswer answer;
  for (const SeriesItem& item : question.opened) {
    SPONDYL_CHECK(progress.check());
    if (!item.measurable || item.series.study.uid == question.current.study.uid)
      continue;
    PriorCandidate candidate = candidate_of(item, question.current);
    if (!worth_proposing(candidate.identity))
      continue;
    add_measurement(candidate, question, answer);
    answer.candidates.push_back(std::move(candidate));
  }
  if (!question.store.empty())
    if (const auto stored = add_stored(question, answer); !stored)
      answer.warnings.push_back(stored.error().text());
  std::erase_if(answer.candidates,
                [&](const PriorCandidate& candidate) { return candidate.study_uid == question.current.study.uid; });
  for (PriorCandidate& candidate : answer.candidates)
    if (const auto said = question.decided.find(candidate.series_uid); said != question.decided.end())
      candidate.decided = said->second;
  keep_best_of_each_study(answer.candidates, question.current);
  return answer;
}

std::optional<std::size_t> best_prior(const std::vector<PriorCandidate>& candidates, const Series& current) {
  std::optional<std::size_t> best;
  const auto order = [&](const PriorCandidate& candidate) {
    return std::tuple(candidate.modality == current.info.modality, candidate.date, candidate.findings.has_value());
  };
  for (std::size_t i = 0; i < candidates.size(); ++i)
    if (candidates[i].accepted() && candidates[i].date < current.study.date &&
        (!best || order(candidates[i]) > order(candidates[*best])))
      best = i;
  return best;
}

Result<PriorCandidate> measured_candidate(PriorCandidate candidate, const pipeline::ReviewOptions& options,
                                          const fs::path& sessions, const Progress& progress) {
  if (!candidate.images)
    return failure(ErrorCode::not_found, "The images of this study are not at hand.", "Open its folder, too.");
  const Series& series = candidate.images->series;
  SPONDYL_TRY(pipeline::SeriesReview review, pipeline::review_series(series, options, progress));
  candidate.findings = review.findings;
  if (review.labels)
    candidate.labels = std::make_shared<const LabelMap>(std::move(*review.labels));
  if (!sessions.empty() && !has_session(sessions, series)) { // never in the place of what a reader did there
    ReviewDocument document(series, std::move(review.findings), candidate.labels);
    SPONDYL_TRY(const auto session, Autosave::start(document, sessions));
    SPONDYL_CHECK(session->flush());
  }
  return candidate;
}

Result<SeriesItem> locate_images(const Findings& findings, const Progress& progress) {
  std::error_code ignored;
  if (findings.images.root.empty() || !fs::exists(findings.images.root, ignored))
    return failure(ErrorCode::not_found, "The images of the stored study are no longer where they were measured.",
                   "Open their folder.");
  SPONDYL_TRY(ScanResult scan, dicom::scan({fs::path(findings.images.root)}, {}, progress));
  const StudyBrowser browser(std::move(scan));
  for (const StudyItem& study : browser.studies())
    for (const SeriesItem& item : study.series)
      if (item.series.info.uid == findings.series_instance_uid && item.viewable)
        return item;
  return failure(ErrorCode::not_found, "The images of the stored study are no longer where they were measured.",
                 "Open their folder.");
}

Result<void> remember_decision(const fs::path& store, const PatientInfo& current, const PatientInfo& other,
                               bool same_person) {
  SPONDYL_TRY(auto opened, store::Store::open(store));
  return opened.decide(current, other, {same_person, {}});
}

Result<void> keep_in_store(const fs::path& store, const Findings& findings) {
  SPONDYL_TRY(auto opened, store::Store::open(store));
  SPONDYL_CHECK(opened.add(findings));
  return {};
}

fs::path default_store() {
  return store::default_file();
}

} // namespace spondyl::view_model
