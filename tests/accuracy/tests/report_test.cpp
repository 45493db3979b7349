#include "calibration_plot.h"
#include "markdown.h"
#include "phantom_experiment.h"
#include "reference_sets.h"

#include <fstream>
#include <gtest/gtest.h>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::accuracy {
namespace {

TEST(Table, WritesARowPerLine) {
  EXPECT_EQ(table({"a", "b"}, {{"1", "2"}, {"3", "4"}}), "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n");
}

TEST(Words, GiveCountShareAndInterval) {
  EXPECT_EQ(words_of(proportion(9, 10)), "9/10 (90 %, 60 % to 98 %)");
  EXPECT_EQ(words_of(proportion(0, 0)), "-");
}

TEST(Number, ShowsADashForWhatIsNotThere) {
  EXPECT_EQ(number(figure(mean({}))), "-");
  EXPECT_EQ(number(figure(1.23456), 1), "1.2");
}

TEST(AccuracyMarkdown, SaysThatScansWereAbsent) {
  const std::string text = accuracy_markdown(Json::object());
  EXPECT_NE(text.find("was absent"), std::string::npos);
}

TEST(CalibrationPlot, DrawsACurvePerRow) {
  const Json rows = {{{"name", "MR"}, {"curve", coverage_curve({0.5, -1.5})}},
                     {{"name", "CT"}, {"curve", coverage_curve({0.1, 2.5})}}};
  const std::string svg = calibration_svg(rows);
  std::size_t lines = 0;
  for (std::size_t at = svg.find("<polyline"); at != std::string::npos; at = svg.find("<polyline", at + 1))
    ++lines;
  EXPECT_EQ(lines, 3U) << "two curves and the normal law";
}

TEST(CoverageCurve, CountsErrorsWithinK) {
  const Json curve = coverage_curve({0.5, -1.5, 2.5, 0.0});
  EXPECT_EQ(curve[4][1], 0.5) << "within 1";
  EXPECT_EQ(curve[8][1], 0.75) << "within 2";
}

TEST(ReferenceSets, ChooseTheLongestPrefixAndKnowOnePersonsExams) {
  const test_support::TemporaryFolder folder;
  const auto file = folder.path() / "sets.json";
  std::ofstream(file) << R"({"sets": [{"prefix": "mr", "name": "any", "reference_error_mm": 1.0, "healthy": false},
    {"prefix": "mr-b", "name": "B", "reference_error_mm": 0.5, "healthy": true}],
    "same_person": [["mr-a-1", "mr-b-1"]], "ct_and_mr": []})";
  const auto sets = ReferenceSets::read(file);
  ASSERT_TRUE(sets.has_value()) << sets.error().text();
  EXPECT_EQ(sets->set_of("mr-b-1").name, "B");
  EXPECT_EQ(sets->set_of("mr-a-1").name, "any");
  EXPECT_EQ(sets->person_of("mr-b-1"), "mr-a-1");
  EXPECT_EQ(sets->person_of("mr-c-1"), "mr-c-1");
}

TEST(ReferenceSets, NameTheFileThatCannotBeRead) {
  const auto sets = ReferenceSets::read("/nowhere/sets.json");
  ASSERT_FALSE(sets.has_value());
  EXPECT_NE(sets.error().message.find("/nowhere/sets.json"), std::string::npos);
}

/// The gate against regressions: the public part of the accuracy program, run whole.
TEST(PhantomAccuracy, StaysWithinItsBounds) {
  const Json figures = phantom_figures(run_phantoms(true));
  for (const Json& row : figures.at("errors")) {
    const std::string name = row.at("set");
    if (!name.starts_with("all "))
      continue;
    EXPECT_EQ(row.at("found"), row.at("bodies")) << name;
    EXPECT_EQ(row.at("false"), 0) << name;
    EXPECT_EQ(row.at("level_wrong"), 0) << name;
    EXPECT_LE(row.at("raw").at("mae").get<double>(), name == "all CT" ? 0.8 : 1.6) << "mm, " << name;
  }
  for (const Json& row : figures.at("fractures"))
    EXPECT_EQ(row.at("moderate_and_severe").at("dropped"), 0) << row.at("modality");
  EXPECT_NE(accuracy_markdown({{"phantoms", figures}}).find("## Phantoms"), std::string::npos);
}

} // namespace
} // namespace spondyl::accuracy
