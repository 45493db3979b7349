#include "measure_command.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <spondyl/base/version.h>

int main(int argc, char** argv) {
  CLI::App app{"Spondyl: vertebral heights from DICOM. Research use only - not for diagnosis."};
  app.set_version_flag("--version", "spondyl " + std::string(spondyl::kVersion));
  app.require_subcommand(1);
  spondyl::cli::MeasureCommand measure(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : spondyl::cli::kUnusableArguments;
  }
  return measure.run();
}
