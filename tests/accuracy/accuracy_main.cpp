// spondyl-accuracy: measures Spondyl on scans with reference landmarks and on phantoms, and writes what it found.

#include "ablation.h"
#include "calibration_plot.h"
#include "kept_section.h"
#include "markdown.h"
#include "phantom_experiment.h"
#include "summary.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <spondyl/base/version.h>

namespace {

namespace fs = std::filesystem;
using namespace spondyl;
using namespace spondyl::accuracy;

struct Arguments {
  fs::path data, output, documentation, calibration_file, sets = SPONDYL_ACCURACY_FOLDER "/reference_sets.json";
  bool quick = false, print_cases = false;
  std::vector<std::string> only;
};

bool is_wanted(const Arguments& arguments, const std::string& part) {
  return arguments.only.empty() || std::ranges::find(arguments.only, part) != arguments.only.end();
}

void say(const std::string& words) {
  std::cerr << "spondyl-accuracy: " << words << std::endl;
}

/// One at a time, so that the times are those of a user's run.
std::vector<ExamResult> run_cases(const std::vector<ReferenceCase>& cases, const ReferenceSets& sets, bool print) {
  std::vector<ExamResult> results;
  for (const ReferenceCase& reference : cases) {
    results.push_back(run_case(reference, sets));
    const ExamResult& r = results.back();
    if (print)
      std::cerr << r.name << ": found " << r.found.size() << "/" << r.bodies << " false " << r.false_bodies.size()
                << " levels wrong " << r.level_wrong << " " << r.segment_seconds << " s " << r.failure << std::endl;
  }
  return results;
}

std::vector<ReferenceCase> healthy_cases(const std::vector<ReferenceCase>& cases, const ReferenceSets& sets) {
  std::vector<ReferenceCase> healthy;
  for (const ReferenceCase& reference : cases)
    if (sets.set_of(reference.name).healthy)
      healthy.push_back(reference);
  return healthy;
}

/// Every second MR exam and every CT: enough to see what a step is worth, in time.
std::vector<ReferenceCase> ablation_cases(const std::vector<ReferenceCase>& cases) {
  std::vector<ReferenceCase> chosen;
  std::size_t mr = 0;
  for (const ReferenceCase& reference : cases)
    if (reference.modality == Modality::ct || mr++ % 2 == 0)
      chosen.push_back(reference);
  return chosen;
}

void print_fracture(const FractureRun& run) {
  std::cerr << modality_name(run.modality) << ' ' << run.level << ' ' << to_string(run.shape) << ' ' << run.loss
            << (run.is_found    ? " measured"
                : run.is_listed ? " not assessable"
                                : " DROPPED");
  if (run.grade)
    std::cerr << " grade " << *run.grade << " stated loss " << run.stated_loss.value_or(0.0) << " against itself "
              << run.loss_against_self.value_or(0.0);
  for (const auto& error : run.errors)
    std::cerr << ' ' << error.value_or(0.0);
  std::cerr << "  others flagged " << run.others_flagged << '/' << run.others << ' ' << run.failure << std::endl;
}

Result<void> measure_scans(const Arguments& arguments, Json& figures) {
  SPONDYL_TRY(const ReferenceSets sets, ReferenceSets::read(arguments.sets));
  SPONDYL_TRY(const std::vector<ReferenceCase> cases, find_reference_cases(arguments.data));
  if (cases.empty())
    return failure(ErrorCode::not_found, "No CT or MR case with a truth.json lies in " + arguments.data.string() + ".");
  say("measuring " + std::to_string(cases.size()) + " scans");
  const std::vector<ExamResult> results = run_cases(cases, sets, arguments.print_cases);
  const std::vector<HeightSample> samples = height_samples(results);
  figures["errors"] = errors_by_set(results, samples);
  figures["levels"] = errors_by_level(results, samples);
  const Calibration calibrated = calibration(results, samples);
  figures["calibration"] = calibrated.figures;
  figures["confidence"] = confidence_against_error(results, samples);
  figures["healthy"] = healthy_grades(results);
  figures["ct_against_mr"] = ct_against_mr(results, sets);
  figures["timing"] = timing(results);
  if (is_wanted(arguments, "fractures")) {
    say("breaking healthy scans");
    FracturePlan plan;
    if (arguments.quick)
      plan = {{0.25, 0.40}, 1, 1, {}};
    if (arguments.print_cases)
      plan.on_run = print_fracture;
    figures["fractures"] = fracture_figures(run_fractures(healthy_cases(cases, sets), results, plan));
  }
  if (is_wanted(arguments, "ablation") && !arguments.quick) {
    say("leaving out one step at a time");
    figures["ablation"] = ablation(ablation_cases(cases), sets);
  }
  if (!arguments.calibration_file.empty()) {
    SPONDYL_CHECK(
        write_text(arguments.calibration_file,
                   morphometry::uncertainty_json(calibrated.constants,
                                                 "development scans with reference landmarks, see docs/accuracy.md",
                                                 "spondyl-accuracy DATA --write-calibration")));
  }
  return {};
}

Json plotted(const Json& figures) {
  Json rows = Json::array();
  const auto add = [&](const Json& calibration, const std::string& kind) {
    for (const Json& row : calibration) {
      const bool left_out = row.contains("left_out");
      rows.push_back({{"name", kind + row.at("modality").get<std::string>() + ", as stated"},
                      {"curve", row.at("stated").at("curve")}});
      if (left_out)
        rows.push_back({{"name", kind + row.at("modality").get<std::string>() + ", person left out"},
                        {"curve", row.at("left_out").at("curve")}});
    }
  };
  if (figures.contains("calibration"))
    add(figures.at("calibration"), "");
  else if (figures.contains("phantoms"))
    add(figures.at("phantoms").at("calibration"), "phantom ");
  return rows;
}

Result<void> write_results(const Arguments& arguments, const Json& figures) {
  SPONDYL_CHECK(write_text(arguments.output / "accuracy.json", figures.dump(1) + "\n"));
  SPONDYL_CHECK(write_text(arguments.output / "accuracy.md", accuracy_markdown(figures)));
  SPONDYL_CHECK(write_text(arguments.output / "images" / "calibration.svg", calibration_svg(plotted(figures))));
  if (arguments.documentation.empty())
    return {};
  const fs::path page = arguments.documentation / "accuracy.md";
  SPONDYL_CHECK(write_text(page, keeping_section(accuracy_markdown(figures), text_of(page), kFilmSection)));
  return write_text(arguments.documentation / "images" / "calibration.svg", calibration_svg(plotted(figures)));
}

Result<void> run(const Arguments& arguments) {
  Json figures = {{"program", std::string("spondyl ") + std::string(kVersion)},
                  {"not_known", text_of(SPONDYL_ACCURACY_FOLDER "/not_known.md")}};
  if (!arguments.data.empty() && fs::exists(arguments.data)) {
    SPONDYL_CHECK(measure_scans(arguments, figures));
  } else {
    say("no real scans" + (arguments.data.empty() ? std::string(" were given") : " in " + arguments.data.string()) +
        "; phantoms only");
  }
  if (is_wanted(arguments, "phantoms")) {
    say("measuring phantoms");
    figures["phantoms"] = phantom_figures(run_phantoms(arguments.quick));
  }
  return write_results(arguments, figures);
}

} // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  CLI::App app{"Measures Spondyl against reference landmarks. Without DATA, on phantoms only."};
  app.add_option("DATA", arguments.data, "folder of reference cases, each with a truth.json");
  app.add_option("-o,--output", arguments.output, "where accuracy.json, accuracy.md and the plot go")->required();
  app.add_option("--docs", arguments.documentation, "also write accuracy.md and images/calibration.svg there");
  app.add_option("--sets", arguments.sets, "what is known about the cases: who is the same person, which are healthy");
  app.add_option("--write-calibration", arguments.calibration_file, "write the fitted constants of the uncertainty");
  app.add_option("--only", arguments.only, "of the long parts only these: fractures, ablation, phantoms, none");
  app.add_flag("--quick", arguments.quick, "fewer fractures and phantoms, no ablation");
  app.add_flag("--cases", arguments.print_cases, "print a line per case while it runs");
  CLI11_PARSE(app, argc, argv);
  const Result<void> done = run(arguments);
  if (!done)
    say(done.error().text());
  return done ? 0 : 1;
}
