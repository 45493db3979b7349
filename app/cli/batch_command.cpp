#include "batch_command.h"

#include "audit_trail.h"
#include "batch_report.h"
#include "measure_command.h"
#include "report_command.h"
#include "terminal_progress.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <spondyl/batch/worker.h>
#include <unistd.h>

namespace spondyl::cli {
namespace {

constexpr const char* kWorkerCommand = "batch-worker";

int unusable(const Error& error) {
  std::cerr << "spondyl: " << error.text() << '\n';
  return error.code == ErrorCode::io ? kPartialFailure : kUnusableArguments;
}

int exit_code(const batch::BatchSummary& summary) {
  if (summary.files_seen > 0 && summary.dicom_files == 0)
    return kUnusableArguments;
  return summary.failed > 0 || !summary.stop_reason.empty() ? kPartialFailure : kDone;
}

BatchReporting reporting(bool events, bool quiet) {
  if (events)
    return BatchReporting::events;
  if (quiet)
    return BatchReporting::quiet;
  return ::isatty(STDERR_FILENO) != 0 && ::isatty(STDOUT_FILENO) != 0 ? BatchReporting::terminal
                                                                      : BatchReporting::lines;
}

} // namespace

BatchCommand::BatchCommand(CLI::App& app)
    : segmenter_(plugin_host::kBuiltInSegmenter), grader_(plugin_host::kBuiltInGrader) {
  CLI::App& command = *app.add_subcommand("batch", "Measure a whole archive; can be interrupted and resumed");
  command.add_option("INPUT", inputs_, "Files, folders, DICOMDIRs, or lists of them (*.txt, *.list: one per line)")
      ->required();
  command.add_option("-o,--output", output_, "Folder for the results, outside the input")->required();
  command.add_option("--jobs", jobs_, "Series measured at a time (default: one per core)")->check(CLI::PositiveNumber);
  command.add_flag("--resume", resume_, "Go on with the batch in the output folder");
  command.add_flag("--retry-failed", retry_failed_, "With --resume: try again what failed")->needs("--resume");
  command.add_option("--shard", shard_, "Do one part of the archive: i/n, from 1/n to n/n")->capture_default_str();
  command.add_flag("--index-only", index_only_, "Find out which files make up which studies, and end");
  command.add_option("--index", index_,
                     "Output folder of a batch with --index-only: do not look through the input again");
  command.add_option("--select", selection_,
                     "Only series that meet all conditions, such as 'modality=CT|MR,slice_thickness<=3'");
  command
      .add_option("--format", formats_, "Formats to write besides findings.json, comma-separated: those of `report`")
      ->delimiter(',');
  command.add_flag("--anonymous", anonymous_, "Write results without patient data and with replaced UIDs");
  command.add_flag("--events", events_, "Print events as lines of JSON");
  command.add_flag("--fail-fast", fail_fast_, "End at the first failure");
  command.add_option("--time-limit", time_limit_, "Seconds that one series may take")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  command.add_option("--memory-limit", memory_limit_, "MiB that one worker may use (default: the machine's, shared)")
      ->check(CLI::PositiveNumber);
  command.add_option("--language", language_, "Language of the reports")->capture_default_str();
  command.add_option("--template", templates_, "Folder of your own report templates and texts");
  command.add_option("--scheme", schemes_, "Grade by other published schemes too, as for `measure`")->delimiter(',');
  command.add_option("--reference-table", reference_table_, "JSON file of normal values that come first");
  command.add_option("--plugin-path", plugin_paths_, "A further folder of plugins")->delimiter(',');
  command.add_option("--segmenter", segmenter_, "Find bodies with this plugin")->capture_default_str();
  command.add_option("--grader", grader_, "Grade with this plugin")->capture_default_str();
  command.add_flag("--quiet", quiet_, "Print errors only");
}

Result<batch::BatchOptions> BatchCommand::options() const {
  batch::BatchOptions options;
  options.task.inputs.assign(inputs_.begin(), inputs_.end());
  SPONDYL_TRY(options.task.shard, batch::parse_shard(shard_));
  options.task.selection = selection_;
  options.task.anonymous = anonymous_;
  for (const std::string& format : ordered_formats(formats_))
    if (format != "json") // findings.json is always written
      options.task.formats.push_back(format);
  options.task.language = language_;
  options.task.template_folder = template_folder(templates_);
  for (const std::string& folder : plugin_paths_)
    options.task.plugin_folders.push_back(std::filesystem::absolute(folder));
  options.task.segmenter = segmenter_;
  options.task.grader = grader_;
  options.task.schemes = schemes_;
  options.task.reference_table = reference_table_;
  options.output = output_;
  options.index = index_;
  options.index_only = index_only_;
  options.resume = resume_;
  options.retry_failed = retry_failed_;
  options.fail_fast = fail_fast_;
  options.jobs = jobs_;
  options.time_limit = std::chrono::seconds(time_limit_);
  options.memory_limit_bytes = static_cast<std::size_t>(memory_limit_) << 20;
  options.worker_command = {"/proc/self/exe", kWorkerCommand};
  return options;
}

int BatchCommand::run() const {
  const auto batch_options = options();
  if (!batch_options)
    return unusable(batch_options.error());
  const TerminalProgress interrupts(true);
  BatchReporter reporter(reporting(events_, quiet_));
  const auto summary = batch::run_batch(*batch_options, interrupts.token(), [&](const batch::Event& event) {
    if (event.kind == batch::EventKind::series && event.outcome == "measured")
      note(audit::Action::measure, event.series_uid, {});
    reporter.tell(event);
  });
  TerminalProgress::clear_line();
  if (!summary)
    return unusable(summary.error());
  reporter.finish(*summary, output_);
  if (summary->dicom_files == 0)
    std::cerr << "spondyl: no DICOM file was found in the input.\n";
  return exit_code(*summary);
}

MergeCommand::MergeCommand(CLI::App& app) {
  CLI::App& command = *app.add_subcommand("merge", "Make one result of the shards of one batch");
  command.add_option("OUT", parts_, "Output folders of `batch --shard`")->required();
  command.add_option("-o,--output", output_, "Folder for the whole result")->required();
}

int MergeCommand::run() const {
  const auto summary = batch::merge({parts_.begin(), parts_.end()}, output_);
  if (!summary)
    return unusable(summary.error());
  std::cout << summary_text(*summary) << "\nResults: " << output_ << '\n';
  return exit_code(*summary);
}

BatchWorkerCommand::BatchWorkerCommand(CLI::App& app) {
  app.add_subcommand(kWorkerCommand, "")->group(""); // not shown in the help
}

int BatchWorkerCommand::run() const {
  return batch::serve();
}

} // namespace spondyl::cli
