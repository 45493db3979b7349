#include <spondyl/morphometry/calibrate.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

namespace spondyl::morphometry {
namespace {

constexpr std::size_t kFewestSamples = 10;
constexpr double kNormalWithinOne = 0.6827, kNormalWithinTwo = 0.9545;
constexpr double kToleranceOne = 0.10, kToleranceTwo = 0.05; ///< the accepted deviation of the two shares

using Samples = std::vector<CalibrationSample>;
using Constants = std::array<double, 3>; ///< floor, edge, stability

double squared(double value) {
  return value * value;
}

UncertaintyParameters parameters_of(const Constants& constants) {
  return {{constants[0], constants[0], constants[0]}, constants[1], constants[2]};
}

double uncertainty_of(const CalibrationSample& sample, const UncertaintyParameters& parameters) {
  return height_uncertainty(sample.ingredients, sample.height, sample.spread, sample.planes, parameters);
}

std::vector<double> uncertainties_of(const Samples& samples, const Constants& constants) {
  std::vector<double> values;
  for (const CalibrationSample& sample : samples)
    values.push_back(uncertainty_of(sample, parameters_of(constants)));
  return values;
}

/// -log likelihood of the errors under Student's t law with the predicted standard uncertainties.
double misfit(const Samples& samples, const Constants& constants) {
  constexpr double freedom = 5.0; // engineering choice: heavy tails, finite variance
  double sum = 0.0;
  for (const CalibrationSample& sample : samples) {
    const double variance = squared(uncertainty_of(sample, parameters_of(constants))) + squared(sample.reference_error);
    const double scale = variance * (freedom - 2.0) / freedom;
    sum += 0.5 * std::log(scale) + 0.5 * (freedom + 1.0) * std::log1p(squared(sample.error) / (freedom * scale));
  }
  return sum;
}

/// Which constants the samples can tell anything about.
std::array<bool, 3> informed(const Samples& samples) {
  std::array<bool, 3> known = {true, false, false};
  for (const CalibrationSample& sample : samples) {
    const HeightEvidence& evidence = sample.ingredients.evidence[static_cast<std::size_t>(sample.height)];
    known[1] = known[1] || evidence.edge_width.value_or(0.0) > 0.0;
    known[2] = known[2] || evidence.stability.value_or(0.0) > 0.0;
  }
  return known;
}

/// Compass search from a fixed start: few constants, a smooth target, the same answer every time.
Constants most_likely(const Samples& samples) {
  const std::array<bool, 3> free = informed(samples);
  Constants best = {0.5, free[1] ? 0.1 : 0.0, free[2] ? 0.5 : 0.0};
  double least = misfit(samples, best);
  constexpr double smallest_step = 1e-4;
  for (double step = 0.4; step > smallest_step;) {
    bool improved = false;
    for (std::size_t i = 0; i < best.size(); ++i)
      for (const double direction : {-1.0, 1.0}) {
        Constants next = best;
        next[i] = std::max(0.0, next[i] + direction * step);
        const double value = free[i] ? misfit(samples, next) : least;
        if (value < least) {
          least = value;
          best = next;
          improved = true;
        }
      }
    step *= improved ? 1.0 : 0.5;
  }
  return best;
}

double departure(const Coverage& coverage) {
  return std::abs(coverage.within_one - kNormalWithinOne) / kToleranceOne +
         std::abs(coverage.within_two - kNormalWithinTwo) / kToleranceTwo;
}

/// The shares move in steps; of the factors that are equally good the middle one is taken.
Constants scaled_to_coverage(const Samples& samples, const Constants& constants) {
  std::vector<double> good;
  double least = std::numeric_limits<double>::max();
  for (double factor = 0.3; factor <= 3.0; factor *= 1.02) {
    const Constants scaled = {constants[0] * factor, constants[1] * factor, constants[2] * factor};
    const double value = departure(coverage_of(samples, uncertainties_of(samples, scaled)));
    if (value < least - 1e-9) {
      least = value;
      good.clear();
    }
    if (value <= least + 1e-9)
      good.push_back(factor);
  }
  const double factor = good[good.size() / 2];
  return {constants[0] * factor, constants[1] * factor, constants[2] * factor};
}

Constants fit(const Samples& samples) {
  return scaled_to_coverage(samples, most_likely(samples));
}

Samples of_modality(std::span<const CalibrationSample> samples, Modality modality) {
  Samples chosen;
  std::ranges::copy_if(samples, std::back_inserter(chosen),
                       [modality](const CalibrationSample& sample) { return sample.modality == modality; });
  return chosen;
}

std::set<std::string> persons_of(const Samples& samples) {
  std::set<std::string> persons;
  for (const CalibrationSample& sample : samples)
    persons.insert(sample.person);
  return persons;
}

std::vector<double> left_out_uncertainties(const Samples& samples, const std::set<std::string>& persons) {
  std::vector<double> values(samples.size());
  for (const std::string& person : persons) {
    Samples others;
    std::ranges::copy_if(samples, std::back_inserter(others),
                         [&person](const CalibrationSample& sample) { return sample.person != person; });
    const UncertaintyParameters parameters = parameters_of(fit(others));
    for (std::size_t i = 0; i < samples.size(); ++i)
      if (samples[i].person == person)
        values[i] = uncertainty_of(samples[i], parameters);
  }
  return values;
}

nlohmann::ordered_json json_of(const UncertaintyParameters& parameters) {
  const auto rounded = [](double value) { return std::round(value * 1e4) / 1e4; };
  return {{"floor", {rounded(parameters.floor[0]), rounded(parameters.floor[1]), rounded(parameters.floor[2])}},
          {"edge", rounded(parameters.edge)},
          {"stability", rounded(parameters.stability)}};
}

} // namespace

Coverage coverage_of(std::span<const CalibrationSample> samples, std::span<const double> uncertainties) {
  Coverage coverage;
  coverage.samples = static_cast<int>(std::min(samples.size(), uncertainties.size()));
  const double share = coverage.samples > 0 ? 1.0 / coverage.samples : 0.0;
  for (std::size_t i = 0; i < samples.size() && i < uncertainties.size(); ++i) {
    const double deviation = std::abs(samples[i].error) / std::hypot(uncertainties[i], samples[i].reference_error);
    coverage.within_one += deviation <= 1.0 ? share : 0.0;
    coverage.within_two += deviation <= 2.0 ? share : 0.0;
  }
  return coverage;
}

Result<ModalityCalibration> calibrate_uncertainty(std::span<const CalibrationSample> samples, Modality modality) {
  const Samples chosen = of_modality(samples, modality);
  if (chosen.size() < kFewestSamples)
    return failure(ErrorCode::not_measurable,
                   "Only " + std::to_string(chosen.size()) + " errors are known: too few to calibrate.",
                   "Give at least " + std::to_string(kFewestSamples) + " heights with a reference.");
  const Constants constants = fit(chosen);
  const std::set<std::string> persons = persons_of(chosen);
  ModalityCalibration calibration{modality, parameters_of(constants), static_cast<int>(persons.size()), {}, {}, {}};
  calibration.fitted = coverage_of(chosen, uncertainties_of(chosen, constants));
  if (persons.size() > 1) {
    calibration.left_out_uncertainty = left_out_uncertainties(chosen, persons);
    calibration.left_out = coverage_of(chosen, calibration.left_out_uncertainty);
  }
  return calibration;
}

std::string uncertainty_json(std::span<const ModalityCalibration> calibrations, const std::string& calibrated_on,
                             const std::string& command) {
  UncertaintyParameters ct = uncertainty_parameters(Modality::ct), mr = uncertainty_parameters(Modality::mr);
  for (const ModalityCalibration& calibration : calibrations)
    (calibration.modality == Modality::ct ? ct : mr) = calibration.parameters;
  const nlohmann::ordered_json document = {
      {"about", "Constants of the uncertainty model (spondyl/morphometry/uncertainty.h, docs/measurement.md). Lengths "
                "in mm; floor in the order anterior, middle, posterior."},
      {"calibrated_on", calibrated_on},
      {"command", command},
      {"ct", json_of(ct)},
      {"mr", json_of(mr)}};
  return document.dump(2) + "\n";
}

} // namespace spondyl::morphometry
