#include "batch_command.h"
#include "compare_command.h"
#include "measure_command.h"
#include "plugins_command.h"
#include "report_command.h"
#include "send_command.h"
#include "sign_command.h"
#include "store_command.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <spondyl/base/version.h>

int main(int argc, char** argv) {
  CLI::App app{"Spondyl: vertebral heights from DICOM. Research use only - not for diagnosis."};
  app.set_version_flag("--version", "spondyl " + std::string(spondyl::kVersion));
  app.require_subcommand(1);
  spondyl::cli::MeasureCommand measure(app);
  spondyl::cli::BatchCommand batch(app);
  spondyl::cli::MergeCommand merge(app);
  spondyl::cli::BatchWorkerCommand worker(app);
  spondyl::cli::ReportCommand report(app);
  spondyl::cli::SignCommand sign(app);
  spondyl::cli::AuditCommand audit(app);
  spondyl::cli::SendCommand send(app);
  spondyl::cli::PluginsCommand plugins(app);
  spondyl::cli::CompareCommand compare(app);
  spondyl::cli::StoreCommand store(app);
  spondyl::cli::TimelineCommand timeline(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : spondyl::cli::kUnusableArguments;
  }
  if (app.got_subcommand("batch"))
    return batch.run();
  if (app.got_subcommand("batch-worker"))
    return worker.run();
  if (app.got_subcommand("merge"))
    return merge.run();
  if (app.got_subcommand("report"))
    return report.run();
  if (app.got_subcommand("sign"))
    return sign.run();
  if (app.got_subcommand("send"))
    return send.run();
  if (app.got_subcommand("audit"))
    return audit.run();
  if (app.got_subcommand("plugins"))
    return plugins.run();
  if (app.got_subcommand("compare"))
    return compare.run();
  if (app.got_subcommand("store"))
    return store.run();
  if (app.got_subcommand("timeline"))
    return timeline.run();
  return measure.run();
}
