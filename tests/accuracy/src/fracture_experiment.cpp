#include "fracture_experiment.h"

#include "broken_case.h"
#include "in_parallel.h"

#include <algorithm>
#include <mutex>
#include <set>

namespace spondyl::accuracy {
namespace {

constexpr std::array<FractureShape, 3> kShapes = {FractureShape::wedge, FractureShape::biconcave, FractureShape::crush};

struct Job {
  std::size_t exam = 0;
  Fracture fracture;
};

HeightName named_height(FractureShape shape) {
  if (shape == FractureShape::wedge)
    return HeightName::anterior;
  return shape == FractureShape::biconcave ? HeightName::middle : HeightName::posterior;
}

/// Bodies with known neighbours on both sides, L5 left out: its shape is its own.
std::vector<std::size_t> breakable(const ReferenceCase& reference) {
  std::vector<std::size_t> bodies;
  for (std::size_t i = 1; i + 1 < reference.bodies.size(); ++i)
    bodies.push_back(i);
  return bodies;
}

std::vector<Job> jobs_of(const std::vector<ReferenceCase>& cases, Modality modality, std::size_t per_combination,
                         const FracturePlan& plan) {
  std::vector<std::size_t> exams;
  for (std::size_t i = 0; i < cases.size(); ++i)
    if (cases[i].modality == modality && !breakable(cases[i]).empty())
      exams.push_back(i);
  std::vector<Job> jobs;
  std::size_t turn = 0;
  for (const double loss : plan.losses)
    for (const FractureShape shape : kShapes)
      for (std::size_t k = 0; k < per_combination && !exams.empty(); ++k, ++turn) {
        const std::size_t exam = exams[turn % exams.size()];
        const auto bodies = breakable(cases[exam]);
        jobs.push_back({exam, {bodies[(turn / exams.size() + turn) % bodies.size()], shape, loss}});
      }
  return jobs;
}

std::optional<double> unbroken_height(const std::vector<ExamResult>& unbroken, const std::string& name,
                                      const std::string& level, HeightName height) {
  const auto exam = std::ranges::find(unbroken, name, &ExamResult::name);
  if (exam == unbroken.end())
    return std::nullopt;
  const auto body = std::ranges::find(exam->found, level, &BodyResult::level);
  if (body == exam->found.end() || !body->measured.finding.heights.of(height))
    return std::nullopt;
  return body->measured.finding.heights.of(height)->value;
}

FractureRun run_job(const ReferenceCase& reference, const Job& job, const std::vector<ExamResult>& unbroken) {
  FractureRun run;
  const auto scan = load_scan(reference);
  const auto broken = scan ? broken_case(reference, scan->volume, std::nullopt, job.fracture)
                           : Result<BrokenCase>(tl::make_unexpected(scan.error()));
  if (!broken) {
    run.failure = broken.error().text();
    return run;
  }
  run = judge_fracture(broken->reference, job.fracture.body, measure_exam(broken->volume, scan->slice_thickness));
  run.shape = job.fracture.shape;
  run.loss = job.fracture.loss;
  const HeightName height = named_height(run.shape);
  const auto before = unbroken_height(unbroken, reference.name, run.level, height);
  const auto error = run.errors[static_cast<std::size_t>(height)];
  const auto& heights = broken->reference.bodies[job.fracture.body].heights;
  if (before && error)
    run.loss_against_self = 1.0 - (*error + heights.at(height)) / *before;
  return run;
}

std::size_t count(const std::vector<FractureRun>& runs, const std::function<bool(const FractureRun&)>& wanted) {
  return static_cast<std::size_t>(std::ranges::count_if(runs, wanted));
}

bool has_grade(const FractureRun& run, double least) {
  return run.grade && *run.grade >= least;
}

double genant_grade_of(double loss) {
  if (loss >= 0.40)
    return 3.0;
  if (loss >= 0.25)
    return 2.0;
  return loss >= 0.20 ? 1.0 : loss >= 0.15 ? 0.5 : 0.0;
}

/// Errors of a loss in points, absolute.
Json loss_errors(const std::vector<FractureRun>& runs, std::optional<double> FractureRun::*which) {
  std::vector<double> points, signed_points;
  for (const FractureRun& run : runs)
    if (run.*which) {
      signed_points.push_back(100.0 * (*(run.*which) - run.loss));
      points.push_back(std::abs(signed_points.back()));
    }
  const auto within = static_cast<std::size_t>(std::ranges::count_if(points, [](double p) { return p <= 5.0; }));
  return {{"n", points.size()},
          {"mean_absolute", figure(mean(points))},
          {"bias", figure(mean(signed_points))},
          {"p95", figure(percentile(points, 95.0))},
          {"within_five", proportion(within, points.size())}};
}

Json group_figures(const std::vector<FractureRun>& runs) {
  return {{"n", runs.size()},
          {"measured", count(runs, [](const FractureRun& r) { return r.is_found; })},
          {"not_assessable", count(runs, [](const FractureRun& r) { return !r.is_found && r.is_listed; })},
          {"dropped", count(runs, [](const FractureRun& r) { return !r.is_found && !r.is_listed; })},
          {"grade_1", proportion(count(runs, [](const FractureRun& r) { return has_grade(r, 1.0); }), runs.size())},
          {"grade_2", proportion(count(runs, [](const FractureRun& r) { return has_grade(r, 2.0); }), runs.size())},
          {"grade_3", proportion(count(runs, [](const FractureRun& r) { return has_grade(r, 3.0); }), runs.size())},
          {"stated_loss", loss_errors(runs, &FractureRun::stated_loss)},
          {"loss_against_self", loss_errors(runs, &FractureRun::loss_against_self)}};
}

std::vector<FractureRun> chosen(const std::vector<FractureRun>& runs,
                                const std::function<bool(const FractureRun&)>& wanted) {
  std::vector<FractureRun> kept;
  std::ranges::copy_if(runs, std::back_inserter(kept), wanted);
  return kept;
}

Json modality_figures(const std::vector<FractureRun>& runs, Modality modality) {
  Json json = {{"modality", modality_name(modality)}, {"runs", runs.size()}};
  json["failed_runs"] = count(runs, [](const FractureRun& r) { return !r.failure.empty(); });
  json["moderate_and_severe"] = group_figures(chosen(runs, [](const FractureRun& r) { return r.loss >= 0.25; }));
  Json groups = Json::array();
  std::set<double> losses;
  for (const FractureRun& run : runs)
    losses.insert(run.loss);
  for (const FractureShape shape : kShapes)
    for (const double loss : losses) {
      Json group = {{"shape", to_string(shape)}, {"loss", loss}, {"true_grade", genant_grade_of(loss)}};
      group.update(
          group_figures(chosen(runs, [&](const FractureRun& r) { return r.shape == shape && r.loss == loss; })));
      groups.push_back(group);
    }
  json["groups"] = groups;
  std::size_t others = 0, flagged = 0;
  for (const FractureRun& run : runs) {
    others += run.others;
    flagged += run.others_flagged;
  }
  json["others_flagged"] = proportion(flagged, others);
  json["specificity"] = proportion(others - flagged, others);
  return json;
}

} // namespace

FractureRun judge_fracture(const ReferenceCase& broken, std::size_t body, const MeasuredExam& exam) {
  FractureRun run;
  run.modality = broken.modality;
  run.level = broken.bodies[body].level;
  const ExamResult result = compare(broken, exam, {});
  for (const BodyResult& found : result.found) {
    const auto& finding = found.measured.finding;
    if (found.level != run.level) {
      run.others += finding.grade ? 1 : 0;
      run.others_flagged += finding.grade && finding.grade->value >= 1.0 ? 1 : 0;
      continue;
    }
    run.is_found = true;
    run.errors = found.errors;
    if (finding.grade)
      run.grade = finding.grade->value;
    for (const HeightLoss& loss : finding.loss)
      run.stated_loss = std::max(run.stated_loss.value_or(-1.0), loss.adjusted.value_or(loss.raw));
  }
  const PatientPoint centre = centre_of(broken.bodies[body].points);
  run.is_listed = std::ranges::any_of(exam.bodies, [&](const MeasuredBody& listed) {
    return !listed.is_measured() && distance(listed.centre, centre) < 0.5 * depth_of(broken.bodies[body].points);
  });
  return run;
}

std::vector<FractureRun> run_fractures(const std::vector<ReferenceCase>& healthy,
                                       const std::vector<ExamResult>& unbroken, const FracturePlan& plan) {
  std::vector<Job> jobs = jobs_of(healthy, Modality::mr, plan.mr_per_combination, plan);
  std::ranges::copy(jobs_of(healthy, Modality::ct, plan.ct_per_combination, plan), std::back_inserter(jobs));
  std::vector<FractureRun> runs(jobs.size());
  std::mutex one_at_a_time;
  in_parallel(jobs.size(), [&](std::size_t i) {
    runs[i] = run_job(healthy[jobs[i].exam], jobs[i], unbroken);
    runs[i].modality = healthy[jobs[i].exam].modality;
    runs[i].shape = jobs[i].fracture.shape;
    runs[i].loss = jobs[i].fracture.loss;
    const std::scoped_lock lock(one_at_a_time);
    if (plan.on_run)
      plan.on_run(runs[i]);
  });
  return runs;
}

Json fracture_figures(const std::vector<FractureRun>& runs) {
  Json json = Json::array();
  for (const Modality modality : {Modality::mr, Modality::ct}) {
    const auto of_modality = chosen(runs, [&](const FractureRun& r) { return r.modality == modality; });
    if (!of_modality.empty())
      json.push_back(modality_figures(of_modality, modality));
  }
  return json;
}

} // namespace spondyl::accuracy
