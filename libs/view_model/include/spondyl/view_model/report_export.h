#pragma once
// Writing the reviewed findings as reports: the same writers, sources, notes and log lines as `spondyl report`.

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <spondyl/pipeline/export_reports.h>
#include <spondyl/view_model/review_document.h>
#include <string>
#include <vector>

namespace spondyl::view_model {

/// A format that a plugin offers.
struct ReportFormatChoice {
  std::string format;    ///< "sr", as --format calls it
  std::string ending;    ///< of its file, with the dot
  std::string plugin;    ///< id
  std::string about;     ///< what the plugin says of itself; may be empty
  std::string refusal{}; ///< why the plugin cannot be used; empty = it can
  friend bool operator==(const ReportFormatChoice&, const ReportFormatChoice&) = default;
};

/// Every format of every report writer in the order of the search, each name once: of the writer that would be called,
/// or of a refused one where there is no other.
[[nodiscard]] std::vector<ReportFormatChoice> report_formats(const plugin_host::PluginHost& host);

/// English, then what else the texts of the plugins and of the site hold: the names of texts/LANGUAGE.json, sorted.
[[nodiscard]] std::vector<std::string> report_languages(const plugin_host::PluginHost& host,
                                                        const std::filesystem::path& site_templates);

/// What the reader asks for.
struct ReportExportOrder {
  std::vector<std::string> formats;
  std::string language = "en";
  std::string recommendation; ///< empty = the built-in wording
  std::filesystem::path folder;
  friend bool operator==(const ReportExportOrder&, const ReportExportOrder&) = default;
};

/// The committed state of a document, to be written on another thread while the reader goes on.
struct ReportSnapshot {
  Findings findings;
  std::shared_ptr<const LabelMap> labels;      ///< of the session; null = none
  std::array<std::uint8_t, 256> published{};   ///< what each of them is called outside, as save_findings() writes it
  std::filesystem::path images{};              ///< folder of the images
  std::vector<std::filesystem::path> inputs{}; ///< folders that nothing is written into
};
/// `opened`: what the reader opened; folders among them that hold the series are inputs, too.
[[nodiscard]] ReportSnapshot report_snapshot(const ReviewDocument& document,
                                             std::span<const std::filesystem::path> opened);

/// "Draft: ...", "Signed by ...": what the reports will say of the findings' state.
[[nodiscard]] std::string report_state(const Findings& findings);

/// Errors: `invalid_argument` for an order without formats, without a folder, with one that is not absolute, or with
/// one that lies in an input.
[[nodiscard]] Result<void> check_export(const ReportExportOrder& order,
                                        const std::vector<std::filesystem::path>& inputs);
/// The files in the folder that would be replaced.
[[nodiscard]] std::vector<std::filesystem::path> replaced_files(const ReportExportOrder& order,
                                                                std::span<const ReportFormatChoice> formats);

/// Where it is kept what was written; see pipeline::ExportOrder.
struct ReportNotes {
  std::vector<std::filesystem::path> beside; ///< the file the findings were saved as, and session_note()
  std::filesystem::path audit_log;           ///< empty = nothing is noted
};
/// Beside the session of a series, where findings that were saved nowhere have their note; name of the findings' file.
[[nodiscard]] std::filesystem::path session_note(const std::filesystem::path& sessions, const Series& series);
/// The reports of signed findings that any of these notes names, each once.
[[nodiscard]] std::vector<ReportReference> noted_reports(const Findings& findings,
                                                         std::span<const std::filesystem::path> beside);
/// What an amendment of these signed findings takes the place of: their reports among `files` (reports_of()), and those
/// noted, each once.
[[nodiscard]] std::vector<ReportReference> predecessor_reports(const Findings& findings,
                                                               std::span<const std::filesystem::path> files,
                                                               std::span<const std::filesystem::path> noted_beside);

/// Errors: those of check_export() and pipeline::export_reports(), before anything is written.
[[nodiscard]] Result<pipeline::ExportOutcome> export_reports(plugin_host::PluginHost& host,
                                                             const ReportSnapshot& snapshot,
                                                             const ReportExportOrder& order, const ReportNotes& notes,
                                                             const Progress& progress = {});

/// One line per file written and per format that failed, with its reason; then the warnings.
[[nodiscard]] std::string in_words(const pipeline::ExportOutcome& outcome);
/// Those that an archive takes.
[[nodiscard]] std::vector<std::filesystem::path> dicom_files(const pipeline::ExportOutcome& outcome);

} // namespace spondyl::view_model
