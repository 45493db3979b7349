#include "report_settings.h"

#include "audit_trail.h"
#include "measure_command.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <spondyl/pipeline/report_sources.h>

namespace spondyl::cli {
namespace {

namespace fs = std::filesystem;

int print(const pipeline::ExportOutcome& outcome, bool quiet) {
  for (const std::string& warning : outcome.warnings)
    std::cerr << "spondyl: " << warning << '\n';
  for (const auto& [format, files, error] : outcome.formats) {
    if (error)
      std::cerr << "spondyl: " << format << ": " << error->text() << '\n';
    for (const fs::path& file : files)
      if (!quiet)
        std::cout << file.string() << '\n';
  }
  return outcome.all_written() ? kDone : kPartialFailure;
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

void ReportSettings::add_options(CLI::App& command) {
  command
      .add_option("--format", formats, "Formats, comma-separated: json,csv,tsv,html,pdf,fhir,sr,seg,pdf-dicom,sc,kos")
      ->delimiter(',');
  command.add_option("-o,--output", output, "Folder for the reports");
  command.add_option("--language", language, "Language of the text: en, de, or one of your own texts")
      ->capture_default_str();
  command.add_option("--recommendation", recommendation, "The reader's own recommendation");
  command.add_option("--template", templates, "Folder of your own templates and texts (docs/report-templates.md)");
  command.add_option("--plugin-path", plugin_paths, "A further folder of plugins")->delimiter(',');
}

Result<void> ReportSettings::check() const {
  if (formats.empty() == output.empty())
    return {};
  return failure(ErrorCode::invalid_argument, "Reports need --format and --output.");
}

int ReportSettings::write(NamedStudy study, const std::string& images,
                          std::optional<comparison::Comparison> comparison) const {
  Findings& findings = study.stored.findings;
  note(audit::Action::open, findings.series_instance_uid, "findings");
  pipeline::ExportOrder order;
  order.report.sources = pipeline::report_sources(findings, study.file.parent_path(), images);
  order.report.findings = std::move(findings);
  order.report.comparison = std::move(comparison);
  order.report.language = language;
  order.report.recommendation = recommendation;
  order.report.template_folder = template_folder(templates);
  order.report.output = output;
  order.formats = formats;
  if (!study.file.empty())
    order.noted_beside = {study.file};
  order.audit_log = audit::default_log_file();
  plugin_host::PluginHost host(search_folders(plugin_paths));
  const auto outcome = pipeline::export_reports(host, std::move(order));
  if (outcome)
    return print(*outcome, quiet);
  std::cerr << "spondyl: " << outcome.error().text() << '\n';
  return kUnusableArguments;
}

} // namespace spondyl::cli
