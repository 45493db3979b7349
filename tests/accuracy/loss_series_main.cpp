// spondyl-loss-series: the table of docs/follow-up.md from phantoms with known loss over time.

#include "src/loss_series.h"

#include <CLI/CLI.hpp>
#include <iostream>

int main(int argc, char** argv) {
  CLI::App app{"Known height loss over time, measured and compared as follow-up does"};
  bool quick = false, json = false, each = false;
  std::uint64_t seed = 0;
  app.add_flag("--quick", quick, "One shape of fracture per group");
  app.add_flag("--json", json, "Print the figures as JSON");
  app.add_flag("--each", each, "Print every comparison too");
  app.add_option("--seed", seed, "Count the seeds of the phantoms from here")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const auto steps = spondyl::accuracy::run_loss_series(quick, seed);
  if (each)
    for (const auto& step : steps)
      std::cout << "# " << step.group << ", " << to_string(step.shape) << " of body " << step.ordinal << ' '
                << step.loss * 100 << " %\n"
                << text_lines(step.comparison);
  const auto figures = spondyl::accuracy::loss_figures(steps);
  std::cout << (json ? figures.dump(1) : spondyl::accuracy::loss_markdown(figures)) << '\n';
}
