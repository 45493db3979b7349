#include "measure_command.h"

#include "audit_trail.h"
#include "report_command.h"
#include "table.h"
#include "terminal_progress.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <spondyl/base/clock.h>
#include <spondyl/base/read_text.h>
#include <spondyl/findings/findings_json.h>
#include <spondyl/findings/reader_input.h>
#include <spondyl/morphometry/schemes.h>
#include <spondyl/pipeline/stored_findings.h>

namespace spondyl::cli {
namespace {

/// Landmarks may come as JSON, of which only the points are needed, or as a structured report of Spondyl.
Result<std::string> landmarks_text(const std::string& file) {
  SPONDYL_TRY(auto text, read_text(file));
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos || text[first] == '{' || text[first] == '[')
    return text;
  if (std::filesystem::path(file).extension() == ".json") // broken JSON is told as such
    return text;
  SPONDYL_TRY(const auto stored, pipeline::read_stored_findings(file));
  return findings::to_json(stored.findings);
}

std::string scheme_help() {
  std::string text = "Grade by other published schemes too, comma-separated:";
  for (const morphometry::SchemeInfo& scheme : morphometry::known_schemes())
    text += "\n  " + scheme.name + " - " + scheme.title;
  return text;
}

int exit_code(const pipeline::RunReport& report) {
  if (report.any_failed() || report.cancelled)
    return kPartialFailure;
  return report.dicom_files == 0 ? kUnusableArguments : kDone;
}

} // namespace

MeasureCommand::MeasureCommand(CLI::App& app) {
  CLI::App& command = *app.add_subcommand("measure", "Measure vertebral heights in every series that shows a spine");
  command.add_option("INPUT", inputs_, "Files, folders of any depth, or a DICOMDIR")->required();
  command.add_option("-o,--output", output_, "Folder for the results, outside the input")->required();
  command.add_option("--series", series_, "Measure this Series Instance UID only");
  command.add_option("--seeds", seeds_file_, "JSON file of approximate body centres (semi-automatic)");
  command.add_option("--landmarks", landmarks_file_,
                     "findings.json with corrected landmarks, or a structured report of Spondyl: recompute from them");
  command.add_option("--calibration", calibration_file_,
                     "JSON file of a length on the film or a magnification, with by whom and when (radiographs)");
  auto* by = command.add_option("--calibrated-by", calibrated_by_, "Who gives the magnification");
  command.add_option("--magnification", magnification_, "How much larger the spine is on the film than it is (1 to 3)")
      ->needs(by)
      ->excludes("--calibration");
  command.add_option("--level", level_, "The body at this place has this number: L1=<x,y,z> (LPS, mm)");
  command.add_option("--scheme", schemes_, scheme_help())->delimiter(',');
  command.add_option("--reference-table", reference_table_file_,
                     "JSON file of normal values that come before those of the program (docs/measurement.md)");
  command
      .add_option("--format", formats_, "Formats to write besides findings.json, comma-separated: those of `report`")
      ->delimiter(',');
  command.add_option("--language", language_, "Language of the reports")->capture_default_str();
  command.add_option("--template", templates_, "Folder of your own report templates and texts");
  command.add_option("--plugin-path", plugin_paths_, "A further folder of plugins")->delimiter(',');
  command.add_option("--segmenter", segmenter_, "Find bodies with this plugin")->capture_default_str();
  command.add_option("--grader", grader_, "Grade with this plugin")->capture_default_str();
  command.add_flag("--json", json_, "Print the manifest as JSON instead of tables");
  command.add_flag("--quiet", quiet_, "Print errors only");
}

Result<pipeline::LevelAssignment> parse_level_assignment(const std::string& text) {
  const auto bad = failure(ErrorCode::invalid_argument, "--level '" + text + "' cannot be read.",
                           "Write it as L1=<x,y,z> with LPS millimetres, for example --level 'L1=<2.5,-40,1020>'.");
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos)
    return bad;
  const auto level = VertebraLevel::parse(text.substr(0, equals));
  std::string coordinates = text.substr(equals + 1);
  if (coordinates.size() >= 2 && coordinates.front() == '<' && coordinates.back() == '>')
    coordinates = coordinates.substr(1, coordinates.size() - 2);
  std::istringstream stream(coordinates);
  PatientPoint centre;
  char first_comma = 0, second_comma = 0;
  if (!level || !(stream >> centre.x >> first_comma >> centre.y >> second_comma >> centre.z) || first_comma != ',' ||
      second_comma != ',' || !(stream >> std::ws).eof())
    return bad;
  return pipeline::LevelAssignment{*level, centre};
}

Result<void> MeasureCommand::read_reader_input(pipeline::ReviewOptions& review) const {
  if (!seeds_file_.empty()) {
    SPONDYL_TRY(const auto text, read_text(seeds_file_));
    SPONDYL_TRY(review.seeds, findings::parse_seeds(text, seeds_file_));
  }
  if (!landmarks_file_.empty()) {
    SPONDYL_TRY(const auto text, landmarks_text(landmarks_file_));
    SPONDYL_TRY(review.landmarks, findings::parse_landmarks(text, landmarks_file_));
  }
  if (!calibration_file_.empty()) {
    SPONDYL_TRY(const auto text, read_text(calibration_file_));
    SPONDYL_TRY(review.calibration, radiograph::parse_calibration(text, calibration_file_));
  }
  if (magnification_ != 0.0)
    review.calibration = {radiograph::TypedMagnification{magnification_}, calibrated_by_, utc_now()};
  if (!level_.empty()) {
    SPONDYL_TRY(review.level, parse_level_assignment(level_));
  }
  if (!reference_table_file_.empty()) {
    SPONDYL_TRY(const auto text, read_text(reference_table_file_));
    SPONDYL_TRY(review.reference_tables, morphometry::ReferenceTables::with_user_tables(text, reference_table_file_));
  }
  SPONDYL_CHECK(morphometry::check_schemes(schemes_));
  review.schemes = schemes_;
  return {};
}

Result<void> MeasureCommand::choose_plugins(pipeline::RunOptions& options) const {
  const auto host = std::make_shared<plugin_host::PluginHost>(search_folders(plugin_paths_));
  for (const std::string& format : ordered_formats(formats_))
    if (format != "json") // findings.json is always written
      options.formats.push_back(format);
  SPONDYL_CHECK(check_formats(*host, options.formats));
  SPONDYL_TRY([[maybe_unused]] const auto* segmenter, host->find(plugin_host::Role::segmenter, segmenter_));
  SPONDYL_TRY([[maybe_unused]] const auto* grader, host->find(plugin_host::Role::grader, grader_));
  options.review.segmenter = segmenter_;
  options.review.grader = grader_;
  options.review.plugins = host;
  options.language = language_;
  options.template_folder = template_folder(templates_);
  return {};
}

Result<pipeline::RunOptions> MeasureCommand::options() const {
  pipeline::RunOptions options;
  options.inputs.assign(inputs_.begin(), inputs_.end());
  options.output = output_;
  if (!series_.empty())
    options.series_uid = series_;
  SPONDYL_CHECK(choose_plugins(options));
  SPONDYL_CHECK(read_reader_input(options.review));
  return options;
}

void MeasureCommand::print_outcome(const pipeline::SeriesOutcome& outcome) const {
  TerminalProgress::clear_line();
  if (outcome.outcome == pipeline::Outcome::failed)
    std::cerr << "spondyl: " << outcome.reason << '\n';
  if (outcome.outcome == pipeline::Outcome::measured || outcome.outcome == pipeline::Outcome::failed)
    note(audit::Action::open, outcome.series.info.uid, "images");
  if (outcome.outcome == pipeline::Outcome::measured)
    note(landmarks_file_.empty() ? audit::Action::measure : audit::Action::edit, outcome.series.info.uid, {});
  if (!json_ && !quiet_)
    std::cout << series_table(outcome) << std::flush;
}

void MeasureCommand::print_summary(const pipeline::RunReport& report) const {
  if (json_)
    std::cout << pipeline::manifest_json(report) << '\n';
  else if (!quiet_)
    std::cout << summary_line(report, output_) << '\n';
  if (report.dicom_files == 0)
    std::cerr << "spondyl: no DICOM file was found in the input.\n";
}

int MeasureCommand::run() const {
  const auto run_options = options();
  if (!run_options) {
    std::cerr << "spondyl: " << run_options.error().text() << '\n';
    return kUnusableArguments;
  }
  Result<pipeline::RunReport> report = [&] {
    const TerminalProgress terminal(quiet_);
    return pipeline::run(*run_options, terminal.progress(),
                         [this](const pipeline::SeriesOutcome& outcome) { print_outcome(outcome); });
  }();
  if (!report) {
    std::cerr << "spondyl: " << report.error().text() << '\n';
    return report.error().code == ErrorCode::io ? kPartialFailure : kUnusableArguments;
  }
  print_summary(*report);
  return exit_code(*report);
}

} // namespace spondyl::cli
