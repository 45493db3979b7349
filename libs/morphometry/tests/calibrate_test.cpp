#include <spondyl/morphometry/calibrate.h>

#include <cmath>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <random>

namespace spondyl::morphometry {
namespace {

/// Errors drawn with a known floor (mm) and a known factor on the stability, of `persons` persons.
std::vector<CalibrationSample> errors(double floor, double stability_factor, int persons, int each) {
  std::mt19937 generator(7); // NOLINT: the same sample every time
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> stability(0.1, 2.0);
  std::vector<CalibrationSample> samples;
  for (int person = 0; person < persons; ++person)
    for (int i = 0; i < each; ++i) {
      CalibrationSample sample;
      sample.person = std::to_string(person);
      sample.modality = Modality::mr;
      sample.height = kHeightNames[static_cast<std::size_t>(i % 3)];
      const double d = stability(generator);
      sample.ingredients.evidence[static_cast<std::size_t>(sample.height)].stability = d;
      sample.reference_error = 0.3;
      sample.error = normal(generator) * std::sqrt(floor * floor + std::pow(stability_factor * d, 2) + 0.09);
      samples.push_back(sample);
    }
  return samples;
}

TEST(CalibrateUncertainty, FindsTheConstantsTheErrorsWereDrawnWith) {
  const auto calibration = calibrate_uncertainty(errors(0.5, 0.8, 8, 150), Modality::mr);
  ASSERT_TRUE(calibration) << calibration.error().text();
  EXPECT_NEAR(calibration->parameters.floor[0], 0.5, 0.12) << "mm";
  EXPECT_NEAR(calibration->parameters.stability, 0.8, 0.12);
  EXPECT_EQ(calibration->parameters.edge, 0.0) << "no sample tells of edges";
  EXPECT_EQ(calibration->persons, 8);
  EXPECT_NEAR(calibration->left_out->within_one, 0.683, 0.04);
  EXPECT_NEAR(calibration->left_out->within_two, 0.954, 0.03);
}

TEST(CalibrateUncertainty, SingleFailuresDoNotWidenEverything) {
  auto samples = errors(0.5, 0.8, 8, 60);
  const double clean = calibrate_uncertainty(samples, Modality::mr)->parameters.floor[0];
  for (std::size_t i = 0; i < samples.size(); i += 60)
    samples[i].error = 15.0;
  const double spoiled = calibrate_uncertainty(samples, Modality::mr)->parameters.floor[0];
  EXPECT_LT(spoiled, 1.6 * clean);
}

TEST(CalibrateUncertainty, JudgesAPersonWithTheConstantsOfTheOthers) {
  auto samples = errors(0.5, 0.0, 4, 60);
  for (auto& sample : samples)
    if (sample.person == "3")
      sample.error *= 6.0;
  const auto calibration = calibrate_uncertainty(samples, Modality::mr).value();
  double own = 0.0;
  for (std::size_t i = 180; i < 240; ++i)
    own = std::max(own, calibration.left_out_uncertainty[i]);
  EXPECT_LT(own, 1.0) << "the person with the large errors must not excuse itself";
}

TEST(CalibrateUncertainty, OfOnePersonLeavesNobodyOut) {
  const auto calibration = calibrate_uncertainty(errors(0.5, 0.8, 1, 30), Modality::mr);
  ASSERT_TRUE(calibration);
  EXPECT_FALSE(calibration->left_out);
  EXPECT_EQ(calibration->fitted.samples, 30);
}

TEST(CalibrateUncertainty, RefusesTooFewErrors) {
  EXPECT_FALSE(calibrate_uncertainty(errors(0.5, 0.8, 2, 4), Modality::mr));
  EXPECT_FALSE(calibrate_uncertainty(errors(0.5, 0.8, 2, 40), Modality::ct)) << "no sample of that modality";
}

TEST(UncertaintyJson, HoldsWhatWasFittedAndKeepsTheRest) {
  const auto calibration = calibrate_uncertainty(errors(0.5, 0.8, 3, 40), Modality::mr).value();
  const auto document = nlohmann::json::parse(uncertainty_json(std::vector{calibration}, "a test", "none"));
  EXPECT_NEAR(document.at("mr").at("floor")[1].get<double>(), calibration.parameters.floor[1], 1e-4);
  EXPECT_EQ(document.at("ct").at("floor")[2].get<double>(), uncertainty_parameters(Modality::ct).floor[2]);
  EXPECT_EQ(document.at("calibrated_on"), "a test");
}

} // namespace
} // namespace spondyl::morphometry
