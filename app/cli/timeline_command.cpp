#include "measure_command.h"
#include "store_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <set>
#include <spondyl/comparison/timeline.h>
#include <spondyl/findings/private_file.h>
#include <spondyl/pipeline/match_by_image.h>

namespace spondyl::cli {

TimelineCommand::TimelineCommand(CLI::App& app) {
  CLI::App& command = *app.add_subcommand("timeline", "All studies of one person in the follow-up store");
  command.add_option("PATIENT", patient_, "Patient id, or an exam as `store list` prints it")->required();
  command.add_option("--store", store_, "The store's file, else the one in the user's data folder");
  command.add_option("--plot", plot_,
                     "Write a plot per vertebra to this SVG file; one that is there is not overwritten");
  command.add_flag("--json", json_, "Print JSON");
}

/// One id may be of several persons: each gets a timeline of its own.
Result<std::vector<std::vector<store::Exam>>> TimelineCommand::persons(store::Store& store) const {
  SPONDYL_TRY(const auto exams, store.exams());
  std::vector<store::ExamId> starts;
  for (const store::Exam& exam : exams)
    if (exam.patient.id == patient_)
      starts.push_back(exam.id);
  if (starts.empty()) {
    SPONDYL_TRY(const auto exam, store.exam(patient_));
    starts.push_back(exam.id);
  }
  std::vector<std::vector<store::Exam>> persons;
  std::set<store::ExamId> seen;
  for (const store::ExamId start : starts)
    if (!seen.contains(start)) {
      SPONDYL_TRY(auto of_person, store.exams_of_person(start));
      for (const store::Exam& exam : of_person)
        seen.insert(exam.id);
      persons.push_back(std::move(of_person));
    }
  return persons;
}

/// The file of the n-th person's plot: plot.svg, plot-2.svg, ...
std::filesystem::path TimelineCommand::plot_file(std::size_t person) const {
  std::filesystem::path file = plot_;
  if (person > 0)
    file.replace_filename(file.stem().string() + "-" + std::to_string(person + 1) + file.extension().string());
  return file;
}

Result<void> TimelineCommand::check_plots(std::size_t persons) const {
  std::error_code ignored;
  for (std::size_t i = 0; i < persons && !plot_.empty(); ++i)
    if (std::filesystem::exists(plot_file(i), ignored))
      return failure(ErrorCode::invalid_argument, plot_file(i).string() + " is there already.",
                     "Name another file, or remove it.");
  return {};
}

namespace {

std::optional<std::vector<comparison::BodyPair>> by_image(const Findings& prior, const Findings& current) {
  return pipeline::match_by_image({prior, {}}, {current, {}}, {}).pairs;
}

} // namespace

Result<void> TimelineCommand::print(store::Store& store) const {
  SPONDYL_TRY(const auto all, persons(store));
  if (all.size() > 1)
    std::cerr << "spondyl: this patient id is used for " << all.size()
              << " persons, or no reader confirmed that they are one (`spondyl store confirm`).\n";
  SPONDYL_CHECK(check_plots(all.size()));
  for (std::size_t person = 0; person < all.size(); ++person) {
    const auto& exams = all[person];
    std::vector<Findings> studies;
    for (const store::Exam& exam : exams) {
      SPONDYL_TRY(auto findings, store.findings(exam.id));
      studies.push_back(std::move(findings));
    }
    SPONDYL_TRY(const auto interventions, store.interventions(exams.front().id));
    const auto timeline = comparison::timeline_of(std::move(studies), interventions, by_image);
    std::cout << (json_ ? comparison::to_json(timeline) + "\n" : comparison::text_of(timeline));
    if (!plot_.empty())
      SPONDYL_CHECK(findings::write_private_file(plot_file(person), comparison::to_svg(timeline)));
  }
  return {};
}

int TimelineCommand::run() const {
  auto store = open_store(store_);
  if (!store) {
    std::cerr << "spondyl: " << store.error().text() << '\n';
    return kUnusableArguments;
  }
  const auto done = print(*store);
  if (!done)
    std::cerr << "spondyl: " << done.error().text() << '\n';
  return done ? kDone : kUnusableArguments;
}

} // namespace spondyl::cli
