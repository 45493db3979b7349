#include "compare_command.h"

#include "measure_command.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <spondyl/pipeline/stored_findings.h>

namespace spondyl::cli {

CompareCommand::CompareCommand(CLI::App& app) {
  CLI::App& command = *app.add_subcommand("compare", "What changed between two measurements of one person");
  command.add_option("PRIOR", prior_, "findings.json, or a structured report of Spondyl, of the earlier study")
      ->required();
  command.add_option("CURRENT", current_, "The same of the later study")->required();
  command.add_flag("--same-person", same_person_, "A reader confirms that both are of one person");
  command.add_flag("--json", json_, "Print the comparison as JSON");
}

int CompareCommand::run() const {
  const auto prior = pipeline::read_stored_findings(prior_);
  const auto current = pipeline::read_stored_findings(current_);
  for (const auto* read : {&prior, &current})
    if (!*read) {
      std::cerr << "spondyl: " << read->error().text() << '\n';
      return kUnusableArguments;
    }
  comparison::CompareOptions options;
  options.same_person_confirmed = same_person_;
  const auto compared = comparison::compare(prior->findings, current->findings, options);
  // Standard output holds one line per vertebra and nothing else.
  for (const std::string& note : compared.notes)
    std::cerr << "spondyl: " << note << '\n';
  std::cout << (json_ ? comparison::to_json(compared) + "\n" : comparison::text_lines(compared));
  return kDone;
}

} // namespace spondyl::cli
