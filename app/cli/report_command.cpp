#include "report_command.h"

#include "audit_trail.h"
#include "measure_command.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <spondyl/findings/private_file.h>
#include <spondyl/pipeline/output_folder.h>
#include <spondyl/pipeline/report_sources.h>
#include <spondyl/pipeline/stored_findings.h>

namespace spondyl::cli {
namespace {

namespace fs = std::filesystem;

int unusable(const Error& error) {
  std::cerr << "spondyl: " << error.text() << '\n';
  return kUnusableArguments;
}

} // namespace

plugin_host::SearchFolders search_folders(const std::vector<std::string>& plugin_paths) {
  plugin_host::SearchFolders folders = plugin_host::default_search_folders();
  folders.additional.assign(plugin_paths.begin(), plugin_paths.end());
  return folders;
}

fs::path template_folder(const std::string& option) {
  return option.empty() ? pipeline::site_templates() : fs::path(option);
}

ReportCommand::ReportCommand(CLI::App& app) {
  CLI::App& command = *app.add_subcommand("report", "Write stored findings as reports, tables and DICOM objects");
  command.add_option("FINDINGS", findings_file_, "A findings.json, or the structured report made of one")->required();
  command.add_option("--images", images_, "Folder of the measured images, where they are not where they were");
  command
      .add_option("--format", formats_, "Formats, comma-separated: json,csv,tsv,html,pdf,fhir,sr,seg,pdf-dicom,sc,kos")
      ->delimiter(',')
      ->required();
  command.add_option("-o,--output", output_, "Folder for the reports")->required();
  command.add_option("--language", language_, "Language of the text: en, de, or one of your own texts")
      ->capture_default_str();
  command.add_option("--recommendation", recommendation_, "The reader's own recommendation");
  command.add_option("--template", templates_, "Folder of your own templates and texts (docs/report-templates.md)");
  command.add_option("--plugin-path", plugin_paths_, "A further folder of plugins")->delimiter(',');
  command.add_flag("--quiet", quiet_, "Print errors only");
}

pipeline::ExportOrder ReportCommand::order(Findings findings) const {
  pipeline::ExportOrder order;
  order.report.sources = pipeline::report_sources(findings, fs::path(findings_file_).parent_path(), images_);
  order.report.findings = std::move(findings);
  order.report.language = language_;
  order.report.recommendation = recommendation_;
  order.report.template_folder = template_folder(templates_);
  order.report.output = output_;
  order.formats = formats_;
  order.noted_beside = {findings_file_};
  order.audit_log = audit::default_log_file();
  return order;
}

int ReportCommand::print(const pipeline::ExportOutcome& outcome) const {
  for (const std::string& warning : outcome.warnings)
    std::cerr << "spondyl: " << warning << '\n';
  for (const auto& [format, files, error] : outcome.formats) {
    if (error)
      std::cerr << "spondyl: " << format << ": " << error->text() << '\n';
    for (const fs::path& file : files)
      if (!quiet_)
        std::cout << file.string() << '\n';
  }
  return outcome.all_written() ? kDone : kPartialFailure;
}

int ReportCommand::write_understood() const {
  const auto text = pipeline::understood_json(findings_file_);
  if (!text)
    return unusable(text.error());
  if (formats_ != std::vector<std::string>{"json"})
    return unusable({ErrorCode::unsupported, findings_file_ + " was made by another system and holds no findings.",
                     "--format json writes what was understood of it."});
  if (const auto created = pipeline::create_output_folder(output_); !created)
    return unusable(created.error());
  const fs::path file = fs::path(output_) / "understood.json";
  if (const auto written = findings::write_private_file(file, *text); !written) {
    std::cerr << "spondyl: " << written.error().text() << '\n';
    return kPartialFailure;
  }
  if (!quiet_)
    std::cout << file.string() << '\n';
  return kDone;
}

int ReportCommand::run() const {
  auto stored = pipeline::read_stored_findings(findings_file_);
  if (!stored && stored.error().code == ErrorCode::unsupported && fs::path(findings_file_).extension() != ".json")
    return write_understood();
  if (!stored)
    return unusable(stored.error());
  for (const std::string& line : stored->notes)
    std::cerr << "spondyl: " << line << '\n';
  note(audit::Action::open, stored->findings.series_instance_uid, "findings");
  plugin_host::PluginHost host(search_folders(plugin_paths_));
  const auto outcome = pipeline::export_reports(host, order(std::move(stored->findings)));
  return outcome ? print(*outcome) : unusable(outcome.error());
}

} // namespace spondyl::cli
