#include <spondyl/view_model/report_export.h>

#include "published_labels.h"

#include <algorithm>
#include <set>
#include <spondyl/pipeline/exported_reports.h>
#include <spondyl/pipeline/output_folder.h>
#include <spondyl/pipeline/report_sources.h>
#include <spondyl/view_model/autosave.h>
#include <spondyl/view_model/sign_off.h>

namespace spondyl::view_model {
namespace {

namespace fs = std::filesystem;
using plugin_host::PluginEntry;

constexpr const char* kFileName = "report"; // as `spondyl report` calls them
constexpr const char* kLabels = "labels.nii.gz";

bool writes_reports(const PluginEntry& entry) {
  return entry.manifest && entry.manifest->role == plugin_host::Role::report_writer;
}

void add_languages(const fs::path& folder, std::set<std::string>& languages) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder / "texts", ignored))
    if (entry.path().extension() == ".json")
      languages.insert(entry.path().stem().string());
}

bool lies_in(const fs::path& inner, const fs::path& outer) {
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

/// Without links, dots and a trailing slash.
fs::path resolved(const fs::path& path) {
  std::error_code ignored;
  fs::path canonical = fs::weakly_canonical(path, ignored);
  return canonical.has_filename() ? canonical : canonical.parent_path();
}

/// The deepest folder that holds every image.
fs::path folder_of(const Series& series) {
  fs::path folder;
  for (const FrameRef& frame : series.frames) {
    if (folder.empty())
      folder = frame.file.parent_path();
    while (!lies_in(frame.file, folder) && folder.has_relative_path())
      folder = folder.parent_path();
  }
  return folder;
}

/// Findings of a report name no folder, and those of an old session one that may be gone.
fs::path images_of(const ReviewDocument& document) {
  std::error_code ignored;
  const fs::path recorded = document.base().images.root;
  return !recorded.empty() && fs::is_directory(recorded, ignored) ? recorded : folder_of(document.series());
}

std::vector<fs::path> inputs_of(const ReviewDocument& document, std::span<const fs::path> opened) {
  std::set<fs::path> inputs;
  for (const FrameRef& frame : document.series().frames)
    inputs.insert(frame.file.parent_path());
  const fs::path images = resolved(folder_of(document.series()));
  for (const fs::path& path : opened)
    if (!images.empty() && lies_in(images, resolved(path)))
      inputs.insert(path);
  if (!document.base().images.root.empty())
    inputs.insert(document.base().images.root);
  return {inputs.begin(), inputs.end()};
}

} // namespace

std::vector<ReportFormatChoice> report_formats(const plugin_host::PluginHost& host) {
  std::vector<ReportFormatChoice> choices;
  for (const bool usable : {true, false})
    for (const PluginEntry& entry : host.entries())
      if (writes_reports(entry) && entry.refusal.empty() == usable)
        for (const plugin_host::ReportFormat& format : entry.manifest->formats)
          if (std::ranges::find(choices, format.name, &ReportFormatChoice::format) == choices.end())
            choices.push_back(
                {format.name, format.ending, entry.manifest->id, entry.manifest->description, entry.refusal});
  return choices;
}

std::vector<std::string> report_languages(const plugin_host::PluginHost& host, const fs::path& site_templates) {
  std::set<std::string> found;
  for (const PluginEntry& entry : host.entries())
    if (writes_reports(entry) && entry.refusal.empty())
      add_languages(entry.file.parent_path(), found);
  if (!site_templates.empty())
    add_languages(site_templates, found);
  std::vector<std::string> languages{"en"};
  std::ranges::copy_if(found, std::back_inserter(languages), [](const std::string& name) { return name != "en"; });
  return languages;
}

ReportSnapshot report_snapshot(const ReviewDocument& document, std::span<const fs::path> opened) {
  const ReviewState& state = document.committed_state();
  ReportSnapshot snapshot{document.findings(), state.labels, published_values(state), images_of(document),
                          inputs_of(document, opened)};
  snapshot.findings.labels = state.labels ? kLabels : "";
  return snapshot;
}

std::string report_state(const Findings& findings) {
  if (!findings.sign_off || findings.sign_off->state() == SignOffState::draft)
    return "Draft: nobody has signed these findings; the structured report says so (partial, unverified).";
  const std::string& reader = findings.sign_off->steps.back().reader;
  if (findings.sign_off->state() == SignOffState::reviewed)
    return "Reviewed by " + reader + ", not signed: the structured report is unverified.";
  return "Signed by " + reader + ", revision " + std::to_string(findings.sign_off->revision) +
         ": the structured report is complete and verified.";
}

Result<void> check_export(const ReportExportOrder& order, const std::vector<fs::path>& inputs) {
  if (order.formats.empty())
    return failure(ErrorCode::invalid_argument, "No format is chosen.");
  if (order.folder.empty())
    return failure(ErrorCode::invalid_argument, "No folder is chosen.");
  if (!order.folder.is_absolute())
    return failure(ErrorCode::invalid_argument, "Write the whole path of the folder, beginning with /.");
  return pipeline::check_output_outside_inputs(inputs, order.folder);
}

std::vector<fs::path> replaced_files(const ReportExportOrder& order, std::span<const ReportFormatChoice> formats) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const ReportFormatChoice& choice : formats)
    if (std::ranges::find(order.formats, choice.format) != order.formats.end())
      if (fs::path file = order.folder / (kFileName + choice.ending); fs::exists(file, ignored))
        files.push_back(std::move(file));
  return files;
}

fs::path session_note(const fs::path& sessions, const Series& series) {
  fs::path file = session_folder(sessions, series);
  return file += ".json";
}

std::vector<ReportReference> noted_reports(const Findings& findings, std::span<const fs::path> beside) {
  std::vector<ReportReference> reports;
  for (const fs::path& file : beside)
    for (ReportReference& report : pipeline::exported_reports(findings, file))
      if (std::ranges::find(reports, report) == reports.end())
        reports.push_back(std::move(report));
  return reports;
}

std::vector<ReportReference> predecessor_reports(const Findings& findings, std::span<const fs::path> files,
                                                 std::span<const fs::path> noted_beside) {
  std::vector<ReportReference> reports = reports_of(findings, files);
  for (ReportReference& report : noted_reports(findings, noted_beside))
    if (std::ranges::find(reports, report) == reports.end())
      reports.push_back(std::move(report));
  return reports;
}

Result<pipeline::ExportOutcome> export_reports(plugin_host::PluginHost& host, const ReportSnapshot& snapshot,
                                               const ReportExportOrder& order, const ReportNotes& notes,
                                               const Progress& progress) {
  SPONDYL_CHECK(check_export(order, snapshot.inputs));
  pipeline::ExportOrder task;
  task.report.findings = snapshot.findings;
  std::shared_ptr<const LabelMap> labels;
  if (snapshot.labels)
    labels = std::make_shared<const LabelMap>(published_labels(*snapshot.labels, snapshot.published));
  task.report.sources = pipeline::report_sources_with(std::move(labels), snapshot.findings, snapshot.images);
  task.report.language = order.language;
  task.report.recommendation = order.recommendation;
  task.report.template_folder = pipeline::site_templates();
  task.report.output = order.folder;
  task.report.file_name = kFileName;
  task.formats = order.formats;
  task.noted_beside = notes.beside;
  task.audit_log = notes.audit_log;
  return pipeline::export_reports(host, std::move(task), progress);
}

std::string in_words(const pipeline::ExportOutcome& outcome) {
  std::string text;
  for (const pipeline::FormatOutcome& format : outcome.formats) {
    for (const fs::path& file : format.files)
      text += "Written: " + file.string() + "\n";
    if (format.error)
      text += "Not written: " + format.format + ". " + format.error->text() + "\n";
  }
  for (const std::string& warning : outcome.warnings)
    text += warning + "\n";
  return text;
}

std::vector<fs::path> dicom_files(const pipeline::ExportOutcome& outcome) {
  std::vector<fs::path> files;
  for (const pipeline::FormatOutcome& format : outcome.formats)
    std::ranges::copy_if(format.files, std::back_inserter(files),
                         [](const fs::path& file) { return file.extension() == ".dcm"; });
  return files;
}

} // namespace spondyl::view_model
