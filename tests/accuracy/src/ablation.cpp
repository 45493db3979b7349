#include "ablation.h"

#include "height_samples.h"
#include "in_parallel.h"

#include <spondyl/imaging/nifti.h>
#include <spondyl/segmentation/segment.h>

namespace spondyl::accuracy {
namespace {

bool concerns(const std::string& step, Modality modality) {
  return !step.starts_with(modality == Modality::ct ? "mr." : "ct.");
}

Json row_of(const std::string& step, const std::string& purpose, Modality modality,
            const std::vector<ExamResult>& results) {
  std::size_t bodies = 0, found = 0, wrong = 0, level_wrong = 0;
  for (const ExamResult& result : results) {
    bodies += result.bodies;
    found += result.found.size();
    wrong += result.false_bodies.size();
    level_wrong += result.level_wrong;
  }
  std::vector<double> errors;
  for (const HeightSample& sample : height_samples(results))
    errors.push_back(std::abs(sample.after_offset));
  return {{"modality", modality_name(modality)},
          {"without", step},
          {"purpose", purpose},
          {"bodies", bodies},
          {"found", found},
          {"false", wrong},
          {"level_wrong", level_wrong},
          {"mae", figure(mean(errors))},
          {"p95", figure(percentile(errors, 95.0))}};
}

std::vector<ExamResult> run_all(const std::vector<ReferenceCase>& cases, const ReferenceSets& sets,
                                const std::set<std::string>& without) {
  std::vector<ExamResult> results(cases.size());
  in_parallel(cases.size(), [&](std::size_t i) { results[i] = run_case(cases[i], sets, without); });
  return results;
}

} // namespace

ExamResult run_case(const ReferenceCase& reference, const ReferenceSets& sets, const std::set<std::string>& without) {
  const auto scan = load_scan(reference);
  if (!scan) {
    MeasuredExam nothing;
    nothing.failure = scan.error().text();
    return compare(reference, nothing, sets);
  }
  const MeasuredExam exam = measure_exam(scan->volume, scan->slice_thickness, without);
  ExamResult result = compare(reference, exam, sets);
  result.scan_seconds = scan->scan_seconds;
  result.load_seconds = scan->load_seconds;
  if (without.empty() && reference.labels && !reference.whole_vertebra_mask)
    if (const auto mask = imaging::read_nifti_labels(*reference.labels))
      result.dice = exam.failure.empty() ? mean_dice(*mask, exam.labels) : 0.0;
  return result;
}

Json ablation(const std::vector<ReferenceCase>& cases, const ReferenceSets& sets) {
  Json rows = Json::array();
  for (const Modality modality : {Modality::mr, Modality::ct}) {
    std::vector<ReferenceCase> chosen;
    for (const ReferenceCase& reference : cases)
      if (reference.modality == modality)
        chosen.push_back(reference);
    if (chosen.empty())
      continue;
    rows.push_back(row_of("-", "all steps", modality, run_all(chosen, sets, {})));
    for (const segmentation::SkippableStep& step : segmentation::skippable_steps())
      if (concerns(step.name, modality))
        rows.push_back(row_of(step.name, step.purpose, modality, run_all(chosen, sets, {step.name})));
  }
  return rows;
}

} // namespace spondyl::accuracy
