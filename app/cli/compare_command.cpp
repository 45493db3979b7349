#include "compare_command.h"

#include "measure_command.h"
#include "store_command.h"
#include "terminal_progress.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <spondyl/pipeline/match_by_image.h>
#include <spondyl/pipeline/stored_findings.h>

namespace spondyl::cli {

/// One side of the comparison; `exam` where it came from the store.
struct CompareCommand::Study {
  Findings findings;
  std::optional<store::ExamId> exam;
};

CompareCommand::CompareCommand(CLI::App& app) {
  CLI::App& command = *app.add_subcommand("compare", "What changed between two measurements of one person");
  command
      .add_option("PRIOR", prior_,
                  "The earlier study: a findings.json, a structured report of Spondyl, or an exam of the follow-up "
                  "store (number or Series Instance UID)")
      ->required();
  command.add_option("CURRENT", current_, "The later one")->required();
  command.add_option("--store", store_, "The store's file, else the one in the user's data folder");
  command.add_flag("--same-person", same_person_, "A reader confirms that both are of one person");
  command.add_flag("--no-images", no_images_, "Match vertebrae by number, without looking at the images");
  command.add_flag("--json", json_, "Print the comparison as JSON");
}

Result<CompareCommand::Study> CompareCommand::study(const std::string& name) const {
  std::error_code ignored;
  const bool is_exam_name =
      !name.empty() && std::ranges::all_of(name, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  if (std::filesystem::exists(name, ignored) || !is_exam_name) {
    SPONDYL_TRY(auto stored, pipeline::read_stored_findings(name));
    return Study{std::move(stored.findings), std::nullopt};
  }
  SPONDYL_TRY(auto store, open_store(store_));
  SPONDYL_TRY(const auto exam, store.exam(name));
  SPONDYL_TRY(auto findings, store.findings(exam.id));
  return Study{std::move(findings), exam.id};
}

Result<comparison::CompareOptions> CompareCommand::options(const Study& prior, const Study& current) const {
  comparison::CompareOptions options;
  options.same_person_confirmed = same_person_;
  if (prior.exam && current.exam) { // what a reader told the store counts here
    SPONDYL_TRY(auto store, open_store(store_));
    SPONDYL_TRY(options.interventions, store.interventions(*current.exam));
    SPONDYL_TRY(const auto of_person, store.exams_of_person(*current.exam));
    options.same_person_confirmed =
        same_person_ || std::ranges::find(of_person, *prior.exam, &store::Exam::id) != of_person.end();
  }
  if (no_images_)
    return options;
  const TerminalProgress terminal(json_);
  auto match = pipeline::match_by_image({prior.findings, {}}, {current.findings, {}}, terminal.progress());
  options.same_by_image = std::move(match.pairs);
  TerminalProgress::clear_line();
  if (!match.note.empty())
    std::cerr << "spondyl: " << match.note << '\n';
  return options;
}

Result<void> CompareCommand::compare() const {
  SPONDYL_TRY(const Study prior, study(prior_));
  SPONDYL_TRY(const Study current, study(current_));
  SPONDYL_TRY(const auto chosen, options(prior, current));
  const auto compared = comparison::compare(prior.findings, current.findings, chosen);
  // Standard output holds one line per vertebra and nothing else.
  for (const std::string& note : compared.notes)
    std::cerr << "spondyl: " << note << '\n';
  std::cout << (json_ ? comparison::to_json(compared) + "\n" : comparison::text_lines(compared));
  return {};
}

int CompareCommand::run() const {
  const auto done = compare();
  if (!done)
    std::cerr << "spondyl: " << done.error().text() << '\n';
  return done ? kDone : kUnusableArguments;
}

} // namespace spondyl::cli
