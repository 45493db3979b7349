#include "report_command.h"

#include "measure_command.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <spondyl/findings/private_file.h>
#include <spondyl/pipeline/output_folder.h>

namespace spondyl::cli {
namespace {

namespace fs = std::filesystem;

int unusable(const Error& error) {
  std::cerr << "spondyl: " << error.text() << '\n';
  return kUnusableArguments;
}

} // namespace

ReportCommand::ReportCommand(CLI::App& app) {
  CLI::App& command = *app.add_subcommand("report", "Write stored findings as reports, tables and DICOM objects");
  command
      .add_option("FINDINGS", findings_file_,
                  "A findings.json, the structured report made of one, or an exam of the follow-up store")
      ->required();
  command.add_option("--prior", prior_,
                     "Say what changed since this study, named like FINDINGS; `latest`: the last one in the store "
                     "before an exam");
  command.add_flag("--quiet", report_.quiet, "Print errors only");
  studies_.add_options(command);
  report_.add_options(command);
  command.get_option("--format")->required();
  command.get_option("--output")->required();
}

int ReportCommand::write_understood() const {
  const auto text = pipeline::understood_json(findings_file_);
  if (!text)
    return unusable(text.error());
  if (report_.formats != std::vector<std::string>{"json"})
    return unusable({ErrorCode::unsupported, findings_file_ + " was made by another system and holds no findings.",
                     "--format json writes what was understood of it."});
  if (const auto created = pipeline::create_output_folder(report_.output); !created)
    return unusable(created.error());
  const fs::path file = fs::path(report_.output) / "understood.json";
  if (const auto written = findings::write_private_file(file, *text); !written) {
    std::cerr << "spondyl: " << written.error().text() << '\n';
    return kPartialFailure;
  }
  if (!report_.quiet)
    std::cout << file.string() << '\n';
  return kDone;
}

Result<std::optional<comparison::Comparison>> ReportCommand::comparison(const NamedStudy& current) const {
  if (prior_.empty())
    return std::nullopt;
  SPONDYL_TRY(const NamedStudy prior, studies_.prior(prior_, current));
  SPONDYL_TRY(auto compared, studies_.compare(prior, current, report_.quiet));
  for (const std::string& note : compared.notes)
    std::cerr << "spondyl: " << note << '\n';
  return compared;
}

int ReportCommand::run() const {
  auto study = studies_.study(findings_file_);
  if (!study && study.error().code == ErrorCode::unsupported && fs::path(findings_file_).extension() != ".json")
    return write_understood();
  if (!study)
    return unusable(study.error());
  for (const std::string& line : study->stored.notes)
    std::cerr << "spondyl: " << line << '\n';
  auto compared = comparison(*study);
  if (!compared)
    return unusable(compared.error());
  return report_.write(std::move(*study), studies_.images, std::move(*compared));
}

} // namespace spondyl::cli
