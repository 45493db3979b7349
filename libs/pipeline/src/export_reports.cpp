#include <spondyl/pipeline/export_reports.h>

#include <algorithm>
#include <cctype>
#include <spondyl/audit/log.h>
#include <spondyl/pipeline/exported_reports.h>
#include <spondyl/pipeline/output_folder.h>

namespace spondyl::pipeline {
namespace {

namespace fs = std::filesystem;

/// The language names a file of texts.
Result<void> check_language(const std::string& language) {
  const bool word = !language.empty() && std::ranges::all_of(language, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_';
  });
  if (word)
    return {};
  return failure(ErrorCode::invalid_argument, "'" + language + "' is no language.", "Write it like en or de.");
}

/// The same findings for all formats, and what is noted of them.
class Exporting {
public:
  Exporting(plugin_host::PluginHost& host, ExportOrder& order)
      : order_(order), findings_(order.report.findings), folder_(order.report.output),
        session_(host, std::move(order.report)) {}

  void write(const std::string& format, const Progress& progress) {
    FormatOutcome outcome{format};
    if (const auto going_on = progress.check(); !going_on)
      outcome.error = going_on.error();
    else if (const auto written = session_.write(format, progress); !written)
      outcome.error = written.error();
    else
      for (const std::string& name : *written)
        outcome.files.push_back(folder_ / name);
    if (!outcome.error)
      note(outcome);
    outcome_.formats.push_back(std::move(outcome));
  }
  [[nodiscard]] ExportOutcome take() { return std::move(outcome_); }

private:
  void note(const FormatOutcome& outcome) {
    const std::string subject = audit::subject_of(findings_.series_instance_uid);
    if (!order_.audit_log.empty())
      warn(audit::append(order_.audit_log, {audit::Action::export_report, subject, outcome.format}));
    for (const fs::path& file : outcome.files) // what an amendment will have to name
      for (const fs::path& findings_file : order_.noted_beside)
        warn(note_exported(findings_, findings_file, file));
  }
  void warn(const Result<void>& noted) {
    if (!noted)
      outcome_.warnings.push_back(noted.error().text());
  }

  const ExportOrder& order_;
  const Findings findings_;
  const fs::path folder_;
  plugin_host::ReportSession session_;
  ExportOutcome outcome_{};
};

} // namespace

Result<void> check_formats(plugin_host::PluginHost& host, const std::vector<std::string>& formats) {
  for (const std::string& format : formats) {
    SPONDYL_TRY([[maybe_unused]] const auto writer, host.writer_for(format));
  }
  return {};
}

bool ExportOutcome::all_written() const {
  return std::ranges::none_of(formats, [](const FormatOutcome& outcome) { return outcome.error.has_value(); });
}

Result<ExportOutcome> export_reports(plugin_host::PluginHost& host, ExportOrder order, const Progress& progress) {
  SPONDYL_CHECK(check_formats(host, order.formats));
  SPONDYL_CHECK(check_language(order.report.language));
  SPONDYL_CHECK(create_output_folder(order.report.output));
  const auto formats = ordered_formats(order.formats);
  Exporting exporting(host, order);
  for (std::size_t i = 0; i < formats.size(); ++i) {
    const auto done = static_cast<double>(i), all = static_cast<double>(formats.size());
    progress.report(done / all, formats[i]);
    exporting.write(formats[i], progress.part(done / all, (done + 1) / all));
  }
  return exporting.take();
}

std::vector<std::string> ordered_formats(std::vector<std::string> formats) {
  std::vector<std::string> ordered;
  for (std::string& format : formats)
    if (std::ranges::find(ordered, format) == ordered.end())
      ordered.push_back(std::move(format));
  std::ranges::stable_partition(ordered, [](const std::string& format) { return format != "kos"; });
  return ordered;
}

fs::path site_templates() {
  const fs::path plugins = plugin_host::default_search_folders().user;
  std::error_code ignored;
  const fs::path folder = plugins.parent_path() / "templates";
  return !plugins.empty() && fs::is_directory(folder, ignored) ? folder : fs::path{};
}

} // namespace spondyl::pipeline
