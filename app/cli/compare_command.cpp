#include "compare_command.h"

#include "measure_command.h"

#include <CLI/CLI.hpp>
#include <iostream>

namespace spondyl::cli {

CompareCommand::CompareCommand(CLI::App& app) {
  CLI::App& command = *app.add_subcommand("compare", "What changed between two measurements of one person");
  command
      .add_option("PRIOR", prior_,
                  "The earlier study: a findings.json, a structured report of Spondyl, or an exam of the follow-up "
                  "store (number or Series Instance UID); `latest`: the last one before an exam of the store")
      ->required();
  command.add_option("CURRENT", current_, "The later one")->required();
  command.add_flag("--json", json_, "Print the comparison as JSON");
  studies_.add_options(command);
  report_.add_options(command);
}

Result<int> CompareCommand::compare() const {
  SPONDYL_CHECK(report_.check());
  SPONDYL_TRY(NamedStudy current, studies_.study(current_));
  SPONDYL_TRY(const NamedStudy prior, studies_.prior(prior_, current));
  SPONDYL_TRY(const auto compared, studies_.compare(prior, current, json_));
  // Standard output holds one line per vertebra and nothing else.
  for (const std::string& note : compared.notes)
    std::cerr << "spondyl: " << note << '\n';
  std::cout << (json_ ? comparison::to_json(compared) + "\n" : comparison::text_lines(compared));
  if (report_.formats.empty())
    return kDone;
  ReportSettings quiet = report_;
  quiet.quiet = true;
  return quiet.write(std::move(current), studies_.images, compared);
}

int CompareCommand::run() const {
  const auto done = compare();
  if (!done)
    std::cerr << "spondyl: " << done.error().text() << '\n';
  return done ? *done : kUnusableArguments;
}

} // namespace spondyl::cli
