#include "report_command.h"

#include "audit_trail.h"
#include "measure_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <spondyl/findings/private_file.h>
#include <spondyl/pipeline/exported_reports.h>
#include <spondyl/pipeline/report_sources.h>
#include <spondyl/pipeline/stored_findings.h>

namespace spondyl::cli {
namespace {

namespace fs = std::filesystem;

Result<void> create_folder(const fs::path& folder) {
  std::error_code error;
  if (fs::create_directories(folder, error))
    fs::permissions(folder, fs::perms::owner_all, error);
  if (error || !fs::is_directory(folder))
    return failure(ErrorCode::io, "Cannot create the folder " + folder.string() + ".", "Choose another output folder.");
  return {};
}

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
  if (!option.empty())
    return option;
  const fs::path plugins = plugin_host::default_search_folders().user;
  std::error_code ignored;
  const fs::path folder = plugins.parent_path() / "templates";
  return !plugins.empty() && fs::is_directory(folder, ignored) ? folder : fs::path{};
}

std::vector<std::string> ordered_formats(std::vector<std::string> formats) {
  std::vector<std::string> ordered;
  for (std::string& format : formats)
    if (std::ranges::find(ordered, format) == ordered.end())
      ordered.push_back(std::move(format));
  std::ranges::stable_partition(ordered, [](const std::string& format) { return format != "kos"; });
  return ordered;
}

Result<void> check_formats(plugin_host::PluginHost& host, const std::vector<std::string>& formats) {
  for (const std::string& format : formats) {
    SPONDYL_TRY([[maybe_unused]] const auto writer, host.writer_for(format));
  }
  return {};
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

Result<plugin_host::ReportOrder> ReportCommand::order(Findings findings) const {
  plugin_host::ReportOrder order;
  const bool word = !language_.empty() && std::ranges::all_of(language_, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_';
  });
  if (!word)
    return failure(ErrorCode::invalid_argument, "'" + language_ + "' is no language.", "Write it like en or de.");
  order.sources = pipeline::report_sources(findings, fs::path(findings_file_).parent_path(), images_);
  order.findings = std::move(findings);
  order.language = language_;
  order.recommendation = recommendation_;
  order.template_folder = template_folder(templates_);
  order.output = output_;
  return order;
}

int ReportCommand::write_formats(plugin_host::PluginHost& host, plugin_host::ReportOrder order) const {
  const Findings findings = order.findings;
  plugin_host::ReportSession session(host, std::move(order));
  int code = kDone;
  for (const std::string& format : ordered_formats(formats_)) {
    const auto written = session.write(format);
    if (!written) {
      std::cerr << "spondyl: " << format << ": " << written.error().text() << '\n';
      code = kPartialFailure;
      continue;
    }
    note(audit::Action::export_report, findings.series_instance_uid, format);
    note_reports(findings, *written);
    for (const std::string& name : *written)
      if (!quiet_)
        std::cout << (fs::path(output_) / name).string() << '\n';
  }
  return code;
}

/// What an amendment will have to name.
void ReportCommand::note_reports(const Findings& findings, const std::vector<std::string>& files) const {
  for (const std::string& name : files)
    if (const auto done = pipeline::note_exported(findings, findings_file_, fs::path(output_) / name); !done)
      std::cerr << "spondyl: " << done.error().text() << '\n';
}

int ReportCommand::write_understood() const {
  const auto text = pipeline::understood_json(findings_file_);
  if (!text)
    return unusable(text.error());
  if (formats_ != std::vector<std::string>{"json"})
    return unusable({ErrorCode::unsupported, findings_file_ + " was made by another system and holds no findings.",
                     "--format json writes what was understood of it."});
  if (const auto created = create_folder(output_); !created)
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
  if (const auto known = check_formats(host, formats_); !known)
    return unusable(known.error());
  auto report = order(std::move(stored->findings));
  if (!report)
    return unusable(report.error());
  if (const auto created = create_folder(output_); !created)
    return unusable(created.error());
  return write_formats(host, std::move(*report));
}

} // namespace spondyl::cli
