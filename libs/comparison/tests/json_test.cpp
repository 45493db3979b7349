#include "spine_series.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace spondyl::comparison {
namespace {

using testing::HasSubstr;

/// A comparison with every kind of value: a new fracture, grades, rates, a vertebra of one study, a note, a report.
Comparison example() {
  SpineSpec before, now;
  before.date = "20240101";
  now.date = "20260101";
  now.losses["L1"] = {0.3, 0.1, 0.0};
  now.levels.pop_back();
  Comparison comparison = compare(spine(before), spine(now));
  comparison.prior.reports = {{"1.2.840.10008.5.1.4.1.1.88.34", "1.2.3", "1.2.3.4"}};
  return comparison;
}

TEST(ComparisonJson, ReadsBackAsItWasWritten) {
  SpineSpec thick;
  thick.slice_thickness = 3.0;
  SpineSpec thin;
  thin.slice_thickness = 1.0;
  for (const Comparison& comparison :
       {example(), compare(spine(thick), spine(thin)), compare(film({}, SpacingProvenance::none), spine({}))}) {
    const auto read = parse_comparison(to_json(comparison));
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(to_json(*read), to_json(comparison));
    EXPECT_EQ(text_lines(*read), text_lines(comparison));
  }
}

TEST(ComparisonJson, TravelsInsideFindings) {
  const std::string findings = R"({"schema": "spondyl.findings/1", "vertebrae": [{"ordinal": 1, "level": null}]})";
  const std::string both = with_comparison(findings, example());
  const auto within = comparison_within(both);
  ASSERT_TRUE(within) << within.error().text();
  ASSERT_TRUE(*within);
  EXPECT_EQ(to_json(**within), to_json(example()));
  auto json = nlohmann::json::parse(both);
  json.erase("comparison");
  EXPECT_EQ(json, nlohmann::json::parse(findings)) << "the findings stay as they are";
  EXPECT_EQ(comparison_within(findings).value(), std::nullopt);
}

TEST(ComparisonJson, RefusesWhatIsNone) {
  EXPECT_EQ(parse_comparison("[1, 2").error().code, ErrorCode::unreadable);
  EXPECT_EQ(parse_comparison(R"({"schema": "spondyl.comparison/9"})").error().code, ErrorCode::unsupported);
  auto json = nlohmann::json::parse(to_json(example()));
  json["basis"] = "guesses";
  EXPECT_THAT(parse_comparison(json.dump()).error().message, HasSubstr("guesses"));
}

TEST(Compare, DoesNotSetGradesOfDifferentPersonsSideBySide) {
  SpineSpec fractured;
  fractured.losses["L1"] = {0.4, 0.2, 0.0};
  Findings before = spine({}), now = spine(fractured);
  before.patient = PatientInfo{"1", "", "One^Person", "19500101", "F", ""};
  now.patient = PatientInfo{"2", "", "Other^Person", "19400101", "F", ""};
  const Comparison refused = compare(before, now);
  EXPECT_FALSE(refused.deformity_index);
  EXPECT_FALSE(at(refused, "L1").prior_grade);
  EXPECT_EQ(at(refused, "L1").reason, "The studies seem to be of different persons.");
  EXPECT_TRUE(compare(before, now, {true, {}, {}}).deformity_index);
}

TEST(Compare, DoesNotLendAnUncertainVertebraTheNumberOfThePrior) {
  SpineSpec uncertain;
  uncertain.numbering_certain = false;
  const Comparison comparison = compare(spine({}), spine(uncertain));
  for (const VertebraChange& change : comparison.vertebrae)
    if (change.current_ordinal) {
      EXPECT_FALSE(change.level) << change.name;
    }
}

TEST(LeadingChange, IsTheLargestLossOfAVertebraThatLostHeight) {
  const Comparison comparison = example();
  EXPECT_EQ(leading_change(at(comparison, "L1"))->height, HeightName::anterior);
  EXPECT_EQ(leading_change(at(comparison, "L5")), nullptr) << "seen in one study only";
}

} // namespace
} // namespace spondyl::comparison
