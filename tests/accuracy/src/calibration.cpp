#include "calibration.h"

#include <algorithm>
#include <set>

namespace spondyl::accuracy {
namespace {

morphometry::CalibrationSample calibration_sample(const HeightSample& sample, const MeasuredBody& body) {
  morphometry::CalibrationSample result;
  result.person = sample.person;
  result.modality = sample.modality;
  result.height = sample.height;
  result.ingredients = body.ingredients;
  result.spread = body.finding.heights.of(sample.height)->spread;
  result.planes = body.planes;
  result.error = sample.after_offset;
  result.reference_error = sample.reference_error;
  return result;
}

double share_within(const std::vector<double>& scaled, const std::vector<std::size_t>& chosen, double limit) {
  const auto n = std::ranges::count_if(chosen, [&](std::size_t i) { return std::abs(scaled[i]) <= limit; });
  return static_cast<double>(n) / static_cast<double>(chosen.size());
}

/// Shares within one and two standard uncertainties with bootstrap intervals.
Json coverage(const std::vector<double>& scaled, const std::vector<std::string>& persons) {
  Json json;
  std::vector<std::size_t> all(scaled.size());
  for (std::size_t i = 0; i < all.size(); ++i)
    all[i] = i;
  for (const auto& [name, limit] : {std::pair{"within_one", 1.0}, std::pair{"within_two", 2.0}}) {
    const Interval interval =
        bootstrap_over_persons(persons, [&, limit = limit](const std::vector<std::size_t>& drawn) {
          return share_within(scaled, drawn, limit);
        });
    json[name] = {{"share", figure(share_within(scaled, all, limit))},
                  {"low", figure(interval.low)},
                  {"high", figure(interval.high)}};
  }
  json["curve"] = coverage_curve(scaled);
  return json;
}

std::vector<double> scaled_errors(const std::vector<morphometry::CalibrationSample>& samples,
                                  const std::vector<double>& uncertainties) {
  std::vector<double> scaled;
  for (std::size_t i = 0; i < samples.size(); ++i)
    scaled.push_back(samples[i].error / std::hypot(uncertainties[i], samples[i].reference_error));
  return scaled;
}

} // namespace

Json coverage_curve(const std::vector<double>& scaled) {
  Json curve = Json::array();
  for (int step = 0; step <= 12; ++step) {
    const double k = 0.25 * step;
    const auto n = std::ranges::count_if(scaled, [k](double value) { return std::abs(value) <= k; });
    curve.push_back({k, figure(static_cast<double>(n) / static_cast<double>(std::max<std::size_t>(1, scaled.size())))});
  }
  return curve;
}

Calibration calibration(const std::vector<ExamResult>& results, const std::vector<HeightSample>& samples) {
  Calibration all;
  for (const Modality modality : {Modality::mr, Modality::ct}) {
    std::vector<morphometry::CalibrationSample> chosen;
    std::vector<std::string> persons;
    std::vector<double> stated;
    for (const HeightSample& sample : samples)
      if (sample.modality == modality) {
        chosen.push_back(calibration_sample(sample, results[sample.exam].found[sample.body].measured));
        persons.push_back(sample.person);
        stated.push_back(sample.uncertainty);
      }
    if (chosen.empty())
      continue;
    Json row = {{"modality", modality_name(modality)},
                {"heights", chosen.size()},
                {"persons", std::set<std::string>(persons.begin(), persons.end()).size()},
                {"mean_stated_mm", figure(mean(stated))},
                {"stated", coverage(scaled_errors(chosen, stated), persons)}};
    if (auto fitted = morphometry::calibrate_uncertainty(chosen, modality)) {
      std::vector<double> refitted;
      for (const auto& sample : chosen)
        refitted.push_back(morphometry::height_uncertainty(sample.ingredients, sample.height, sample.spread,
                                                           sample.planes, fitted->parameters));
      row["fitted"] = coverage(scaled_errors(chosen, refitted), persons);
      row["constants"] = {{"floor", fitted->parameters.floor},
                          {"edge", figure(fitted->parameters.edge)},
                          {"stability", figure(fitted->parameters.stability)}};
      if (!fitted->left_out_uncertainty.empty())
        row["left_out"] = coverage(scaled_errors(chosen, fitted->left_out_uncertainty), persons);
      all.constants.push_back(std::move(*fitted));
    }
    all.figures.push_back(row);
  }
  return all;
}

} // namespace spondyl::accuracy
