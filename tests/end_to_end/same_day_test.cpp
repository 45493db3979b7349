// T1 and T2, CT and MR of one person on one day: nothing can have changed.

#include "program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <sstream>

namespace spondyl::end_to_end {
namespace {

namespace fs = std::filesystem;
using testing::AnyOf;

/// One study with CT, T1 and T2; see SPONDYL_DATA in CMakeLists.txt.
class SameDay : public testing::Test {
protected:
  void SetUp() override {
    if (!fs::exists(study()))
      GTEST_SKIP() << "the study is not here: " << study();
  }
  static fs::path study() { return fs::path(SPONDYL_DATA_DIR) / "study-lumbar-ct-mr"; }

  /// The findings of one series, measured once.
  static const fs::path& findings_of(const std::string& series) {
    static std::map<std::string, fs::path> measured;
    auto& file = measured[series];
    if (file.empty()) {
      const fs::path results = fresh_folder(series);
      const auto program = run_spondyl({"measure", (study() / series).string(), "-o", results.string(), "--quiet"});
      EXPECT_EQ(program.exit_code, 0) << program.errors;
      const auto files = findings_files(results);
      EXPECT_EQ(files.size(), 1U) << series;
      file = files.empty() ? fs::path("missing") : files.front();
    }
    return file;
  }

  /// The second word of every line of `spondyl compare`.
  static std::vector<std::string> verdicts(const std::string& prior, const std::string& current,
                                           const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {"compare", findings_of(prior).string(), findings_of(current).string()};
    words.insert(words.end(), more.begin(), more.end());
    const auto program = run_spondyl(words);
    EXPECT_EQ(program.exit_code, 0) << program.errors;
    std::istringstream lines(program.output);
    std::vector<std::string> found;
    for (std::string line, level, verdict; std::getline(lines, line);) {
      std::istringstream(line) >> level >> verdict;
      found.push_back(verdict);
    }
    EXPECT_GE(found.size(), 5U) << prior << " and " << current;
    return found;
  }
};

using Pair = std::pair<const char*, const char*>;

TEST_F(SameDay, TwoSeriesOfOneModalityAreStableOrNotComparable) {
  for (const auto& [prior, current] : {Pair{"mr-t1-sagittal", "mr-t2-sagittal"},
                                       {"mr-t2-sagittal", "mr-t1-sagittal"},
                                       {"ct-sagittal", "ct-coronal"},
                                       {"ct-coronal", "ct-sagittal"}})
    for (const auto& more : {std::vector<std::string>{}, {"--no-images"}}) {
      const auto found = verdicts(prior, current, more);
      for (const std::string& verdict : found)
        EXPECT_THAT(verdict, AnyOf("stable", "not_comparable")) << prior << " and " << current;
      if (more.empty()) {
        EXPECT_THAT(found, testing::Contains("stable")) << "the comparison says something";
      }
    }
}

TEST_F(SameDay, CtAndMrAreNotCompared) {
  for (const auto& [prior, current] : {Pair{"ct-sagittal", "mr-t1-sagittal"}, {"mr-t2-sagittal", "ct-sagittal"}})
    EXPECT_THAT(verdicts(prior, current), testing::Each("not_comparable"));
}

TEST_F(SameDay, AReportOfBothSaysNothingOfAChange) {
  const fs::path out = fresh_folder("same-day");
  const auto program = run_spondyl({"compare", findings_of("mr-t1-sagittal").string(),
                                    findings_of("mr-t2-sagittal").string(), "--format", "json,sr", "-o", out.string()});
  ASSERT_EQ(program.exit_code, 0) << program.errors;
  const auto comparison = read_json(out / "report.comparison.json");
  EXPECT_EQ(comparison.at("days"), 0);
  for (const auto& vertebra : comparison.at("vertebrae")) {
    EXPECT_NE(vertebra.at("incident_fracture").at("by_height"), "yes");
    EXPECT_NE(vertebra.at("incident_fracture").at("by_grade"), "yes");
    for (const auto& height : vertebra.at("heights"))
      EXPECT_FALSE(height.contains("annual_rate"));
  }
}

} // namespace
} // namespace spondyl::end_to_end
