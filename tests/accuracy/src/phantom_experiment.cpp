#include "phantom_experiment.h"

#include "in_parallel.h"
#include "summary.h"

#include <spondyl/phantom/phantom_spine.h>

namespace spondyl::accuracy {
namespace {

using phantom::Contrast;
using phantom::PhantomSpine;

struct Condition {
  std::string group; ///< what the report calls it; also the group whose border offset is common
  PhantomSpine spine;
};

Modality modality_of(Contrast contrast) {
  return contrast == Contrast::ct ? Modality::ct : Modality::mr;
}

PhantomSpine spine_of(Contrast contrast, double between_slices, double noise, double tilt, std::uint64_t seed) {
  PhantomSpine spine;
  spine.contrast(contrast).noise(noise).tilted(tilt).seed(seed);
  if (contrast == Contrast::ct && between_slices < 2.0)
    spine.spacing(0.8, between_slices);
  else
    spine.orientation(phantom::Orientation::sagittal).spacing(contrast == Contrast::ct ? 0.7 : 0.9, between_slices);
  return spine;
}

/// Routine scans: axial CT of 1 and 1.5 mm, sagittal CT of 3 mm, sagittal MR of 3 and 4.5 mm, two noise levels each
/// (Hounsfield units; grey values of marrow near 200 on MR), straight and leaning.
std::vector<Condition> conditions(bool quick) {
  std::vector<Condition> all;
  std::uint64_t seed = 1;
  const auto add = [&](const std::string& group, Contrast contrast, double slices, std::pair<double, double> noise) {
    for (const double level : {noise.first, noise.second})
      for (const double tilt : {0.0, 5.0})
        if (!quick || (level == noise.first && tilt == 0.0))
          all.push_back({group, spine_of(contrast, slices, level, tilt, seed++)});
  };
  if (!quick)
    add("phantom CT 1 mm", Contrast::ct, 1.0, {15.0, 40.0});
  add("phantom CT 1.5 mm", Contrast::ct, 1.5, {15.0, 30.0});
  add("phantom CT 3 mm", Contrast::ct, 3.0, {10.0, 25.0});
  add("phantom T1 4.5 mm", Contrast::t1, 4.5, {4.0, 12.0});
  add("phantom T2 3 mm", Contrast::t2, 3.0, {4.0, 12.0});
  if (!quick) {
    add("phantom T1 3 mm", Contrast::t1, 3.0, {4.0, 12.0});
    add("phantom T2 4.5 mm", Contrast::t2, 4.5, {4.0, 12.0});
  }
  return all;
}

ReferenceCase reference_of(const phantom::Phantom& phantom, const std::string& name) {
  ReferenceCase reference;
  reference.name = name;
  reference.modality = phantom.volume.modality();
  for (const phantom::PhantomBody& body : phantom.bodies) {
    ReferenceBody known{body.level.name(), body.landmarks, {}};
    for (const HeightName height : kHeightNames)
      known.heights[height] = landmark_distance(body.landmarks, height);
    reference.bodies.push_back(known);
  }
  return reference;
}

ExamResult run_condition(const Condition& condition, std::size_t number) {
  const phantom::Phantom phantom = condition.spine.build();
  const std::string name = condition.group + "-" + std::to_string(number);
  ExamResult result = compare(reference_of(phantom, name), measure_exam(phantom.volume, std::nullopt), {});
  result.set = {condition.group, condition.group, 0.0, true};
  return result;
}

struct PhantomFracture {
  Contrast contrast = Contrast::ct;
  FractureShape shape = FractureShape::wedge;
  double loss = 0.0;
  const char* level = "L1";
};

std::vector<PhantomFracture> fractures(bool quick) {
  std::vector<PhantomFracture> all;
  std::size_t turn = 0;
  for (const Contrast contrast : {Contrast::ct, Contrast::t1})
    for (const FractureShape shape : {FractureShape::wedge, FractureShape::biconcave, FractureShape::crush})
      for (const double loss : {0.15, 0.25, 0.40, 0.55})
        if (!quick || loss == 0.40)
          all.push_back({contrast, shape, loss, std::array{"T12", "L1", "L2", "L3"}[turn++ % 4]});
  return all;
}

FractureRun run_fracture(const PhantomFracture& fracture, std::uint64_t seed) {
  const bool is_ct = fracture.contrast == Contrast::ct;
  PhantomSpine spine = spine_of(fracture.contrast, is_ct ? 1.5 : 4.0, is_ct ? 20.0 : 5.0, 0.0, seed);
  if (fracture.shape == FractureShape::wedge)
    spine.with_wedge(fracture.level, fracture.loss);
  else if (fracture.shape == FractureShape::biconcave)
    spine.with_biconcave(fracture.level, fracture.loss);
  else
    spine.with_crush(fracture.level, fracture.loss);
  const phantom::Phantom phantom = spine.build();
  const ReferenceCase reference = reference_of(phantom, "phantom");
  const auto body = static_cast<std::size_t>(
      std::ranges::find(reference.bodies, fracture.level, &ReferenceBody::level) - reference.bodies.begin());
  FractureRun run = judge_fracture(reference, body, measure_exam(phantom.volume, std::nullopt));
  run.modality = modality_of(fracture.contrast);
  run.shape = fracture.shape;
  run.loss = fracture.loss;
  return run;
}

} // namespace

PhantomResults run_phantoms(bool quick) {
  const auto intact = conditions(quick);
  const auto broken = fractures(quick);
  PhantomResults results{std::vector<ExamResult>(intact.size()), std::vector<FractureRun>(broken.size())};
  in_parallel(intact.size() + broken.size(), [&](std::size_t i) {
    if (i < intact.size())
      results.exams[i] = run_condition(intact[i], i);
    else
      results.fractures[i - intact.size()] = run_fracture(broken[i - intact.size()], i);
  });
  return results;
}

Json phantom_figures(const PhantomResults& results) {
  const auto samples = height_samples(results.exams);
  return {{"errors", errors_by_set(results.exams, samples)},
          {"calibration", calibration(results.exams, samples).figures},
          {"healthy", healthy_grades(results.exams)},
          {"fractures", fracture_figures(results.fractures)}};
}

} // namespace spondyl::accuracy
