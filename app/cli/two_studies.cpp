#include "two_studies.h"

#include "store_command.h"
#include "terminal_progress.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <spondyl/pipeline/match_by_image.h>

namespace spondyl::cli {
namespace {

bool is_exam_name(const std::string& name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

/// Of the exams before this one that are of the same person the latest, those of its modality first.
const store::Exam* latest_before(const store::Exam& current, const std::vector<store::PriorProposal>& priors) {
  const store::Exam* best = nullptr;
  const auto rank = [&](const store::Exam& exam) {
    return std::pair(exam.modality == current.modality, exam.study_date);
  };
  for (const store::PriorProposal& prior : priors) {
    const bool earlier = !prior.exam.study_date.empty() && prior.exam.study_date < current.study_date;
    if (prior.accepted() && earlier && (best == nullptr || rank(*best) < rank(prior.exam)))
      best = &prior.exam;
  }
  return best;
}

} // namespace

void TwoStudies::add_options(CLI::App& command) {
  command.add_option("--store", store, "The store's file, else the one in the user's data folder");
  command.add_flag("--same-person", same_person, "A reader confirms that both are of one person");
  command.add_flag("--no-images", no_images, "Match vertebrae by number, without looking at the images");
  command.add_option("--images", images, "Folder of the measured images, where they are not where they were");
  command.add_option("--prior-images", prior_images, "The same for the prior study");
}

Result<NamedStudy> TwoStudies::study(const std::string& name) const {
  std::error_code ignored;
  if (std::filesystem::exists(name, ignored) || !is_exam_name(name)) {
    SPONDYL_TRY(auto stored, pipeline::read_stored_findings(name));
    return NamedStudy{std::move(stored), name, std::nullopt};
  }
  SPONDYL_TRY(auto exams, open_store(store));
  SPONDYL_TRY(const auto exam, exams.exam(name));
  NamedStudy named;
  named.exam = exam.id;
  SPONDYL_TRY(named.stored.findings, exams.findings(exam.id));
  return named;
}

Result<NamedStudy> TwoStudies::prior(const std::string& name, const NamedStudy& current) const {
  if (name != "latest")
    return study(name);
  if (!current.exam)
    return failure(ErrorCode::invalid_argument, "The latest prior is known for exams of the follow-up store only.",
                   "Name the exam by its number (`spondyl store list`), or name the prior study.");
  SPONDYL_TRY(auto exams, open_store(store));
  SPONDYL_TRY(const auto exam, exams.exam(std::to_string(*current.exam)));
  SPONDYL_TRY(const auto priors, exams.priors(exam.id));
  const store::Exam* found = latest_before(exam, priors);
  if (found == nullptr)
    return failure(ErrorCode::not_found, "The store holds no earlier exam of the same person.",
                   "`spondyl store show` lists those a reader could confirm.");
  return study(std::to_string(found->id));
}

Result<comparison::CompareOptions> TwoStudies::told_by_readers(const NamedStudy& prior,
                                                               const NamedStudy& current) const {
  comparison::CompareOptions options;
  options.same_person_confirmed = same_person;
  if (!prior.exam || !current.exam)
    return options;
  SPONDYL_TRY(auto exams, open_store(store));
  SPONDYL_TRY(options.interventions, exams.interventions(*current.exam));
  SPONDYL_TRY(const auto of_person, exams.exams_of_person(*current.exam));
  options.same_person_confirmed =
      same_person || std::ranges::find(of_person, *prior.exam, &store::Exam::id) != of_person.end();
  return options;
}

Result<comparison::Comparison> TwoStudies::compare(const NamedStudy& prior, const NamedStudy& current,
                                                   bool quiet) const {
  SPONDYL_TRY(auto options, told_by_readers(prior, current));
  if (!no_images) {
    const TerminalProgress terminal(quiet);
    auto match = pipeline::match_by_image({prior.stored.findings, prior_images}, {current.stored.findings, images},
                                          terminal.progress());
    options.same_by_image = std::move(match.pairs);
    TerminalProgress::clear_line();
    if (!match.note.empty())
      std::cerr << "spondyl: " << match.note << '\n';
  }
  auto compared = comparison::compare(prior.stored.findings, current.stored.findings, options);
  compared.prior.reports = prior.stored.reports;
  return compared;
}

} // namespace spondyl::cli
