#include "spine_series.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <spondyl/comparison/timeline.h>

namespace spondyl::comparison {
namespace {

using testing::HasSubstr;

Findings wedge(double loss, const char* date, const char* modality = "CT") {
  SpineSpec spec;
  spec.date = date;
  spec.modality = modality;
  spec.losses["L1"] = {loss, loss / 2, 0.0};
  return spine(spec);
}

const TimelineVertebra& vertebra(const Timeline& timeline, const char* level) {
  return *std::ranges::find(timeline.vertebrae, *VertebraLevel::parse(level), &TimelineVertebra::level);
}

Timeline three_years() {
  return timeline_of({wedge(0.45, "20260101"), wedge(0.0, "20240101"), wedge(0.25, "20250101")}, {});
}

TEST(Timeline, OrdersStudiesByDateAndComparesEachWithTheOneBefore) {
  const auto points = vertebra(three_years(), "L1").points;
  ASSERT_EQ(points.size(), 3U);
  EXPECT_FALSE(points[0].change);
  EXPECT_EQ(points[1].change->verdict, ChangeVerdict::newly_fractured);
  EXPECT_EQ(points[2].change->verdict, ChangeVerdict::worsened);
  EXPECT_EQ(points[2].compared_with, 1U);
}

TEST(Timeline, LooksPastAStudyOfAnotherModality) {
  const auto timeline =
      timeline_of({wedge(0.0, "20240101"), wedge(0.25, "20250101", "MR"), wedge(0.25, "20260101")}, {});
  const auto points = vertebra(timeline, "L1").points;
  EXPECT_FALSE(points[1].change);
  EXPECT_EQ(points[2].compared_with, 0U);
  EXPECT_EQ(points[2].change->verdict, ChangeVerdict::newly_fractured);
}

/// The same bodies, each called what lies below it.
Findings called_one_lower(Findings findings) {
  for (VertebraFinding& body : findings.vertebrae)
    body.level = body.level_guess = body.level->below(1);
  return findings;
}

TEST(Timeline, PutsAVertebraUnderItsEarlierNumberWhereTheImageShowsASlip) {
  const Findings before = wedge(0.25, "20240101");
  const Findings now = called_one_lower(wedge(0.45, "20260101"));
  int asked = 0;
  const auto match = [&](const Findings& prior, const Findings& current) {
    ++asked;
    std::vector<BodyPair> pairs;
    for (std::size_t i = 0; i < prior.vertebrae.size(); ++i)
      pairs.push_back({prior.vertebrae[i].ordinal, current.vertebrae[i].ordinal});
    return std::optional(pairs);
  };
  const Timeline timeline = timeline_of({before, now}, {}, match);
  EXPECT_EQ(asked, 1);
  const auto points = vertebra(timeline, "L1").points;
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(points[1].name, "L2") << "what it is called there";
  EXPECT_EQ(points[1].change->verdict, ChangeVerdict::worsened);
  EXPECT_EQ(timeline_of({before, wedge(0.45, "20260101")}, {}, match).studies.size(), 2U);
  EXPECT_EQ(asked, 1) << "no slip, no reading of images";
}

TEST(TimelineText, HasALinePerStudyAndVertebra) {
  const std::string text = text_of(three_years());
  EXPECT_EQ(std::ranges::count(text, '\n'), 7 * 4);
  EXPECT_THAT(text, HasSubstr("2025-01-01  CT  18.8 +-0.6"));
  EXPECT_THAT(text, HasSubstr("worsened"));
}

TEST(TimelineJson, HoldsThePoints) {
  const auto json = nlohmann::json::parse(to_json(three_years()));
  EXPECT_EQ(json.at("studies").size(), 3U);
  EXPECT_EQ(json.at("vertebrae").at(2).at("level"), "L1");
  EXPECT_EQ(json.at("vertebrae").at(2).at("points").at(1).at("verdict"), "new");
}

TEST(TimelineSvg, DrawsThreeLinesPerVertebraAndAnErrorBarPerPoint) {
  const std::string svg = to_svg(three_years());
  const auto count = [&](const std::string& word) {
    std::size_t found = 0;
    for (std::size_t at = svg.find(word); at != std::string::npos; at = svg.find(word, at + 1))
      ++found;
    return found;
  };
  EXPECT_EQ(count("<polyline"), 7U * 3U);
  EXPECT_EQ(count("<circle"), 7U * 3U * 3U);
}

TEST(Timeline, OfNothingIsEmpty) {
  EXPECT_TRUE(timeline_of({}, {}).vertebrae.empty());
  EXPECT_THAT(to_svg(timeline_of({}, {})), HasSubstr("</svg>"));
}

} // namespace
} // namespace spondyl::comparison
