#include "loss_series.h"

#include "in_parallel.h"
#include "markdown.h"
#include "measured_exam.h"

#include <algorithm>
#include <map>
#include <spondyl/phantom/phantom_spine.h>
#include <spondyl/pipeline/match_by_image.h>

namespace spondyl::accuracy {
namespace {

using comparison::ChangeVerdict;
using phantom::Contrast;
using phantom::PhantomSpine;

constexpr std::array kLosses = {0.0, 0.05, 0.10, 0.25, 0.45};

/// How a study is taken. Axial CT, else sagittal slices.
struct Protocol {
  Contrast contrast = Contrast::ct;
  double slices = 1.5; ///< mm
  double noise = 15.0; ///< grey values
  double lean = 0.0;   ///< degrees
};

struct Group {
  const char* name;
  Protocol first, later;
};

/// The later study is re-positioned and has other noise in every group.
const std::array<Group, 5> kGroups = {{
    {"CT 1.5 mm", {Contrast::ct, 1.5, 15.0, 0.0}, {Contrast::ct, 1.5, 30.0, 4.0}},
    {"CT 1.5 mm, then 3 mm", {Contrast::ct, 1.5, 20.0, 3.0}, {Contrast::ct, 3.0, 12.0, -2.0}},
    {"T1 4 mm", {Contrast::t1, 4.0, 5.0, 0.0}, {Contrast::t1, 4.0, 10.0, 4.0}},
    {"T1 4 mm, then 3 mm", {Contrast::t1, 4.0, 5.0, -2.0}, {Contrast::t1, 3.0, 8.0, 3.0}},
    {"T2 4 mm", {Contrast::t2, 4.0, 5.0, 2.0}, {Contrast::t2, 4.0, 8.0, -3.0}},
}};

struct Fractured {
  FractureShape shape;
  const char* level;
};
constexpr std::array<Fractured, 3> kFractures = {
    {{FractureShape::wedge, "L1"}, {FractureShape::biconcave, "L3"}, {FractureShape::crush, "T12"}}};

PhantomSpine spine_of(const Protocol& protocol, std::uint64_t seed) {
  PhantomSpine spine;
  spine.contrast(protocol.contrast).noise(protocol.noise).tilted(protocol.lean).seed(seed);
  if (protocol.contrast == Contrast::ct)
    spine.spacing(0.8, protocol.slices);
  else
    spine.orientation(phantom::Orientation::sagittal).spacing(0.9, protocol.slices);
  return spine;
}

void fracture(PhantomSpine& spine, const Fractured& fractured, double loss) {
  if (fractured.shape == FractureShape::wedge)
    spine.with_wedge(fractured.level, loss);
  else if (fractured.shape == FractureShape::biconcave)
    spine.with_biconcave(fractured.level, loss);
  else
    spine.with_crush(fractured.level, loss);
}

struct Study {
  phantom::Phantom phantom;
  Findings findings;
};

/// The product's findings of a phantom, as far as a comparison reads them.
Study study_of(const PhantomSpine& spine, double slice_thickness, const char* date) {
  Study study{spine.build(), {}};
  const MeasuredExam exam = measure_exam(study.phantom.volume, slice_thickness);
  Findings& findings = study.findings;
  findings.modality = modality_name(study.phantom.volume.modality());
  findings.study.date = date;
  findings.numbering = exam.numbering;
  findings.images.slice_thickness = slice_thickness;
  for (const MeasuredBody& body : exam.bodies)
    findings.vertebrae.push_back(body.finding);
  return study;
}

/// Which measured body is the phantom's body of that level, whatever it is called.
int ordinal_of(const Study& study, const char* level) {
  const auto body = std::ranges::find(study.phantom.bodies, *VertebraLevel::parse(level), &phantom::PhantomBody::level);
  for (const VertebraFinding& vertebra : study.findings.vertebrae)
    if (vertebra.landmarks) {
      const SixPoints& points = std::get<SixPoints>(*vertebra.landmarks);
      if (distance(midpoint(points.anterior_superior, points.posterior_inferior), body->frame.centre) < 10.0) // mm
        return vertebra.ordinal;
    }
  return 0;
}

std::vector<LossStep> run_series(const Group& group, const Fractured& fractured, std::uint64_t seed) {
  const Study first = study_of(spine_of(group.first, seed), group.first.slices, "20240101");
  std::vector<LossStep> steps;
  for (const double loss : kLosses) {
    PhantomSpine spine = spine_of(group.later, ++seed);
    spine.oblique(3.0);
    fracture(spine, fractured, loss);
    const Study later = study_of(spine, group.later.slices, "20260101");
    const auto match =
        pipeline::match_by_image(first.findings, first.phantom.volume, later.findings, later.phantom.volume, {});
    steps.push_back({group.name, ordinal_of(later, fractured.level), fractured.shape, loss,
                     comparison::compare(first.findings, later.findings, {false, match.pairs, {}})});
  }
  return steps;
}

const comparison::VertebraChange* change_at(const LossStep& step) {
  const auto found =
      std::ranges::find(step.comparison.vertebrae, step.ordinal, &comparison::VertebraChange::current_ordinal);
  return found == step.comparison.vertebrae.end() ? nullptr : &*found;
}

/// The measured loss of the height the fracture takes most of.
double measured_loss(const LossStep& step) {
  const HeightName name = step.shape == FractureShape::biconcave ? HeightName::middle : HeightName::anterior;
  if (const auto* change = change_at(step))
    for (const comparison::HeightChange& height : change->heights)
      if (height.height == name)
        return -height.change;
  return std::nan("");
}

Json row_of(const std::string& group, double loss, const std::vector<const LossStep*>& steps) {
  std::vector<double> losses;
  std::map<std::string, int> verdicts;
  std::size_t right = 0;
  for (const LossStep* step : steps) {
    const auto* change = change_at(*step);
    const std::string verdict = change == nullptr ? "not found" : std::string(to_string(change->verdict));
    ++verdicts[verdict];
    right += verdict == right_verdict(step->loss);
    losses.push_back(measured_loss(*step));
  }
  return {{"group", group},
          {"loss", loss},
          {"measured", figure(mean(losses))},
          {"least", figure(*std::ranges::min_element(losses))},
          {"most", figure(*std::ranges::max_element(losses))},
          {"verdicts", verdicts},
          {"right", proportion(right, steps.size())}};
}

bool is_change(ChangeVerdict verdict) {
  return verdict != ChangeVerdict::stable && verdict != ChangeVerdict::not_comparable;
}

/// Of the vertebrae that did not change and were compared, how many were called changed.
Json false_changes(const std::vector<LossStep>& steps) {
  std::size_t unchanged = 0, called = 0, not_compared = 0;
  for (const LossStep& step : steps)
    for (const auto& change : step.comparison.vertebrae)
      if (change.current_ordinal && (change.current_ordinal != step.ordinal || step.loss == 0.0)) {
        const bool compared = change.verdict != ChangeVerdict::not_comparable;
        unchanged += static_cast<std::size_t>(compared);
        not_compared += static_cast<std::size_t>(!compared);
        called += static_cast<std::size_t>(is_change(change.verdict));
      }
  Json figures = proportion(called, unchanged);
  figures["not_compared"] = not_compared;
  return figures;
}

} // namespace

std::string right_verdict(double loss) {
  return loss <= 0.10 ? "stable" : "new";
}

std::vector<LossStep> run_loss_series(bool quick, std::uint64_t first_seed) {
  struct Task {
    const Group* group;
    Fractured fractured;
  };
  std::vector<Task> tasks;
  for (std::size_t g = 0; g < kGroups.size(); ++g)
    for (std::size_t f = 0; f < kFractures.size(); ++f)
      if (!quick || f == g % kFractures.size())
        tasks.push_back({&kGroups[g], kFractures[f]});
  std::vector<std::vector<LossStep>> results(tasks.size());
  in_parallel(tasks.size(), [&](std::size_t i) {
    results[i] = run_series(*tasks[i].group, tasks[i].fractured, first_seed + 100 * (i + 1));
  });
  std::vector<LossStep> steps;
  for (auto& result : results)
    std::ranges::move(result, std::back_inserter(steps));
  return steps;
}

Json loss_figures(const std::vector<LossStep>& steps) {
  Json rows = Json::array();
  for (const Group& group : kGroups)
    for (const double loss : kLosses) {
      std::vector<const LossStep*> of_row;
      for (const LossStep& step : steps)
        if (step.group == group.name && step.loss == loss)
          of_row.push_back(&step);
      if (!of_row.empty())
        rows.push_back(row_of(group.name, loss, of_row));
    }
  return {{"rows", rows}, {"false_changes", false_changes(steps)}};
}

std::string loss_markdown(const Json& figures) {
  std::vector<std::vector<std::string>> rows;
  const auto percent = [](const Json& fraction) {
    return fraction.is_null() ? std::string("-") : number(fraction.get<double>() * 100.0, 1);
  };
  for (const Json& row : figures.at("rows")) {
    std::string verdicts;
    for (const auto& [verdict, count] : row.at("verdicts").items())
      verdicts += (verdicts.empty() ? "" : ", ") + std::to_string(count.get<int>()) + " " + verdict;
    rows.push_back({row.at("group"), percent(row.at("loss")), percent(row.at("measured")),
                    percent(row.at("least")) + " to " + percent(row.at("most")), verdicts,
                    std::to_string(row.at("right").at("count").get<int>()) + "/" +
                        std::to_string(row.at("right").at("n").get<int>())});
  }
  return table({"studies", "true loss %", "measured %", "range %", "verdicts", "right"}, rows) +
         "\nUnchanged vertebrae called changed: " + words_of(figures.at("false_changes")) +
         "; not compared: " + std::to_string(figures.at("false_changes").at("not_compared").get<int>()) + ".\n";
}

} // namespace spondyl::accuracy
