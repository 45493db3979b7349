#include "program.h"

#include <cmath>
#include <gtest/gtest.h>

namespace spondyl::end_to_end {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// Real scans with six-point readings; see SPONDYL_DATA in CMakeLists.txt.
class RealData : public testing::TestWithParam<const char*> {
protected:
  void SetUp() override {
    if (!fs::exists(fs::path(SPONDYL_DATA_DIR) / GetParam()))
      GTEST_SKIP() << "real scans are not here: " << SPONDYL_DATA_DIR << '/' << GetParam();
  }
};

double coordinate(const Json& point, int axis) {
  return point.at(static_cast<std::size_t>(axis)).get<double>();
}

/// Distance (mm) between the centres of two sets of corners.
double centre_distance(const Json& truth, const Json& landmarks) {
  const std::pair<const char*, const char*> corners[] = {{"AS", "anterior_superior"},
                                                         {"AI", "anterior_inferior"},
                                                         {"PS", "posterior_superior"},
                                                         {"PI", "posterior_inferior"}};
  double square = 0.0;
  for (int axis = 0; axis < 3; ++axis) {
    double difference = 0.0;
    for (const auto& [mine, theirs] : corners)
      difference += coordinate(truth.at(mine), axis) - coordinate(landmarks.at(theirs).at("patient_mm"), axis);
    square += difference * difference / 16.0;
  }
  return std::sqrt(square);
}

struct Score {
  int bodies = 0, found = 0, heights = 0;
  double absolute_error = 0.0; ///< mm, summed over heights
};

void compare(const Json& truth, const Json& findings, Score& score) {
  for (const Json& reference : truth.at("vertebrae")) {
    ++score.bodies;
    for (const Json& vertebra : findings.at("vertebrae")) {
      constexpr double kSameBody = 10.0; // mm: a third of a lumbar body's depth
      if (vertebra.at("status") != "measured" ||
          centre_distance(reference.at("landmarks_lps_mm"), vertebra.at("landmarks")) > kSameBody)
        continue;
      ++score.found;
      for (const auto& [name, value] : reference.at("heights_mm").items()) {
        score.absolute_error +=
            std::abs(vertebra.at("heights").at(name).at("value").get<double>() - value.get<double>());
        ++score.heights;
      }
      break;
    }
  }
}

Score measure_cases(const fs::path& cases) {
  Score score;
  for (const auto& entry : fs::directory_iterator(cases)) {
    const Json truth = read_json(entry.path() / "truth.json");
    const fs::path results = fresh_folder("real");
    const fs::path input = entry.path() / truth.value("input", "dicom");
    const auto program = run_spondyl({"measure", input.string(), "-o", results.string(), "--quiet"});
    EXPECT_EQ(program.exit_code, 0) << entry.path() << program.errors;
    Score best;
    for (const fs::path& file : findings_files(results)) {
      Score one;
      compare(truth, read_json(file), one);
      if (one.found >= best.found)
        best = one;
    }
    score.bodies += best.bodies;
    score.found += best.found;
    score.heights += best.heights;
    score.absolute_error += best.absolute_error;
  }
  return score;
}

class RealMr : public RealData {};
class RealCt : public RealData {};

TEST_P(RealMr, NinetyEightPercentOfBodiesAreFoundWithinOnePointEightMillimetres) {
  const Score score = measure_cases(fs::path(SPONDYL_DATA_DIR) / GetParam());
  EXPECT_GE(score.found, 0.98 * score.bodies);
  EXPECT_LE(score.absolute_error / score.heights, 1.8) << "mm, the sets' border conventions included";
}

// One thoracic body of the coarsest scan is refused: two searches disagree there by more than its readings are certain.
TEST_P(RealCt, AllBodiesButOneAreMeasuredWithinOneAndAQuarterMillimetres) {
  const Score score = measure_cases(fs::path(SPONDYL_DATA_DIR) / GetParam());
  EXPECT_GE(score.found, score.bodies - 1);
  EXPECT_LE(score.absolute_error / score.heights, 1.25) << "mm, the reading of half of them is uncertain by as much";
}

INSTANTIATE_TEST_SUITE_P(Development, RealMr, testing::Values("mr"));
INSTANTIATE_TEST_SUITE_P(Development, RealCt, testing::Values("ct"));

} // namespace
} // namespace spondyl::end_to_end
