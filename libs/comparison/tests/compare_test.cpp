#include "spine_series.h"

#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace spondyl::comparison {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kLater = "20260101";

SpineSpec wedge(double loss, const char* date = kLater) {
  SpineSpec spec;
  spec.date = date;
  if (loss > 0.0)
    spec.losses["L1"] = {loss, loss / 2, 0.0};
  return spec;
}

struct Step {
  double prior, current;
  const char* verdict;
};

class LossSeries : public testing::TestWithParam<Step> {};

TEST_P(LossSeries, HasTheVerdictOfItsLossAndOnlyAtItsLevel) {
  const auto comparison = compare(spine(wedge(GetParam().prior, "20250101")), spine(wedge(GetParam().current)));
  EXPECT_EQ(to_string(at(comparison, "L1").verdict), GetParam().verdict);
  EXPECT_LE(not_stable(comparison).size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Wedge, LossSeries,
                         testing::Values(Step{0, 0, "stable"}, Step{0, 0.05, "stable"}, Step{0, 0.10, "stable"},
                                         Step{0, 0.17, "worsened"}, Step{0, 0.25, "new"}, Step{0, 0.45, "new"},
                                         Step{0.25, 0.45, "worsened"}, Step{0.25, 0.25, "stable"},
                                         Step{0.45, 0.25, "improved"}));

TEST(Compare, GivesMillimetresPercentAndTheErrorOfBoth) {
  SpineSpec before = wedge(0, "20250101"), now = wedge(0.25);
  before.uncertainty = 0.3;
  now.uncertainty = 0.4;
  const auto comparison = compare(spine(before), spine(now));
  const HeightChange& anterior = at(comparison, "L1").heights.at(0);
  EXPECT_NEAR(*anterior.change_mm, -6.25, 1e-9) << "mm of 25 mm";
  EXPECT_NEAR(*anterior.change_mm_error, 0.5, 1e-9) << "mm";
  EXPECT_NEAR(anterior.change, -0.25, 1e-9);
  EXPECT_NEAR(anterior.minimal_detectable, 1.96 * 0.5 / 25.0, 1e-9);
  EXPECT_NEAR(*anterior.annual_rate, -0.25 / (365 / 365.25), 1e-9) << "per year";
  EXPECT_TRUE(anterior.beyond_error());
}

TEST(Compare, AnEqualErrorGivesTheUsualMinimalDetectableChange) {
  const auto comparison = compare(spine(wedge(0, "20250101")), spine(wedge(0)));
  EXPECT_NEAR(at(comparison, "L1").heights.at(0).minimal_detectable, 1.96 * std::sqrt(2.0) * 0.6 / 25.0, 1e-9);
}

TEST(Compare, TheIncidentRuleNeedsBothTwentyPercentAndFourMillimetres) {
  SpineSpec small = wedge(0, "20250101"), lost = wedge(0);
  small.scale = lost.scale = 0.75; // T11 is 16.5 mm: a fifth of it is 3.3 mm
  lost.losses["T11"] = {0.22, 0.1, 0.0};
  const auto comparison = compare(spine(small), spine(lost));
  const VertebraChange& change = at(comparison, "T11");
  EXPECT_EQ(change.incident.by_height, IncidentFracture::no);
  EXPECT_EQ(change.incident.by_grade, IncidentFracture::yes);
  EXPECT_EQ(change.verdict, ChangeVerdict::newly_fractured);
  EXPECT_EQ(at(compare(spine(wedge(0, "20250101")), spine(wedge(0.25))), "L1").incident.by_height,
            IncidentFracture::yes);
}

TEST(Compare, ALossBelowTheRuleAsksForReview) {
  const auto comparison = compare(spine(wedge(0, "20250101")), spine(wedge(0.17)));
  EXPECT_TRUE(at(comparison, "L1").incident.review);
  EXPECT_EQ(at(comparison, "L1").incident.by_height, IncidentFracture::no);
}

TEST(Compare, DoesNotCallStableWhatItCouldNotHaveSeen) {
  SpineSpec before = wedge(0, "20250101"), now = wedge(0);
  before.uncertainty = now.uncertainty = 2.5;
  const auto comparison = compare(spine(before), spine(now));
  EXPECT_EQ(at(comparison, "L1").verdict, ChangeVerdict::not_comparable);
  EXPECT_THAT(at(comparison, "L1").reason, HasSubstr("Measurement error hides"));
}

TEST(Compare, TellsWhatMayHideBehindStable) {
  SpineSpec before = wedge(0, "20250101"), now = wedge(0);
  before.uncertainty = now.uncertainty = 1.9;
  const auto comparison = compare(spine(before), spine(now));
  EXPECT_EQ(at(comparison, "L1").verdict, ChangeVerdict::stable);
  EXPECT_THAT(at(comparison, "L1").warnings, ElementsAre(HasSubstr("below 21.1 % would not have shown")));
}

TEST(Compare, AHeightWithoutUncertaintyIsGivenThatOfManualReadings) {
  Findings before = spine(wedge(0, "20250101")), now = spine(wedge(0.45));
  for (VertebraFinding& body : before.vertebrae)
    body.heights.anterior->uncertainty.reset();
  const auto comparison = compare(before, now);
  EXPECT_NEAR(at(comparison, "L1").heights.at(0).change_error, std::hypot(0.04 * 25, 0.6) / 25, 1e-9);
  EXPECT_THAT(at(comparison, "L1").warnings, ElementsAre(HasSubstr("assumed")));
}

TEST(Compare, DoesNotCompareModalities) {
  SpineSpec mr = wedge(0.45);
  mr.modality = "MR";
  const auto comparison = compare(spine(wedge(0, "20250101")), spine(mr));
  for (const VertebraChange& change : comparison.vertebrae) {
    EXPECT_EQ(change.verdict, ChangeVerdict::not_comparable) << change.name;
    EXPECT_THAT(change.reason, HasSubstr("marrow"));
  }
  const auto with_film = compare(spine(wedge(0)), film(wedge(0), SpacingProvenance::calibrated));
  EXPECT_THAT(at(with_film, "L1").reason, HasSubstr("radiograph"));
}

TEST(Compare, ComparesOnlyRatiosOfUncalibratedFilms) {
  SpineSpec closer = wedge(0.45);
  closer.scale = 1.2; // nearer to the tube: all is larger
  const auto comparison =
      compare(film(wedge(0, "20250101"), SpacingProvenance::uncalibrated), film(closer, SpacingProvenance::estimated));
  EXPECT_EQ(comparison.basis, Basis::ratios);
  EXPECT_THAT(not_stable(comparison), ElementsAre("L1 new"));
  EXPECT_FALSE(at(comparison, "L1").heights.at(0).change_mm);
  EXPECT_EQ(at(comparison, "L1").incident.by_height, IncidentFracture::not_judged);
}

TEST(Compare, ACrushShowsInRatiosToo) {
  SpineSpec closer = wedge(0.0);
  closer.scale = 1.2;
  closer.losses["L1"] = {0.35, 0.35, 0.35};
  const auto comparison = compare(film(wedge(0, "20250101"), SpacingProvenance::uncalibrated),
                                  film(closer, SpacingProvenance::uncalibrated));
  EXPECT_THAT(not_stable(comparison), ElementsAre("L1 new"));
}

TEST(Compare, CalibratedFilmsAreComparedInMillimetres) {
  const auto comparison = compare(film(wedge(0, "20250101"), SpacingProvenance::calibrated),
                                  film(wedge(0.25), SpacingProvenance::calibrated));
  EXPECT_EQ(comparison.basis, Basis::millimetres);
  EXPECT_NEAR(*at(comparison, "L1").heights.at(0).change_mm, -6.25, 1e-9) << "mm";
  EXPECT_EQ(at(comparison, "L1").incident.by_height, IncidentFracture::yes);
}

TEST(Compare, OtherSliceThicknessIsComparedInRatiosOnly) {
  SpineSpec thin = wedge(0, "20250101"), thick = wedge(0.25);
  thin.slice_thickness = 1.0;
  thick.slice_thickness = 3.0;
  thick.scale = 1.03;
  const auto comparison = compare(spine(thin), spine(thick));
  EXPECT_EQ(comparison.basis, Basis::ratios);
  EXPECT_THAT(comparison.basis_reason, HasSubstr("thickness"));
  EXPECT_THAT(not_stable(comparison), ElementsAre("L1 new"));
  EXPECT_NEAR(at(comparison, "L1").heights.at(0).change, -0.25, 1e-9) << "the common scale is taken out";
}

TEST(Compare, SaysWhatOneRatioAloneCannotShow) {
  SpineSpec before = wedge(0, "20250101"), now = wedge(0.45);
  before.levels = now.levels = {"L1"};
  const auto comparison = compare(film(before, SpacingProvenance::none), film(now, SpacingProvenance::none));
  EXPECT_EQ(at(comparison, "L1").verdict, ChangeVerdict::newly_fractured);
  EXPECT_THAT(at(comparison, "L1").warnings, ElementsAre(HasSubstr("posterior")));
}

TEST(Compare, AMarkedVertebroplastyIsNotAnImprovement) {
  const CompareOptions marked{
      false, std::nullopt, {{*VertebraLevel::parse("L1"), InterventionKind::vertebroplasty, "20250601"}}};
  const Findings before = spine(wedge(0.45, "20250101")), after = spine(wedge(0.1));
  EXPECT_EQ(at(compare(before, after), "L1").verdict, ChangeVerdict::improved);
  EXPECT_EQ(at(compare(before, after, marked), "L1").verdict, ChangeVerdict::not_comparable);
  EXPECT_THAT(at(compare(before, after, marked), "L1").reason, HasSubstr("vertebroplasty"));
  const Findings much_later = spine(wedge(0.1, "20270101"));
  EXPECT_EQ(at(compare(after, much_later, marked), "L1").verdict, ChangeVerdict::stable) << "it was before both";
}

TEST(Compare, GivesNoRateForDaysOrWithoutDates) {
  const auto days = compare(spine(wedge(0, "20251230")), spine(wedge(0.25)));
  EXPECT_EQ(days.days, 2);
  EXPECT_FALSE(at(days, "L1").heights.at(0).annual_rate);
  EXPECT_FALSE(at(compare(spine(wedge(0, "")), spine(wedge(0.25))), "L1").heights.at(0).annual_rate);
}

TEST(Compare, SumsGradesOverLevelsGradedInBoth) {
  SpineSpec before = wedge(0.25, "20250101"), now = wedge(0.45);
  before.levels.push_back("S1");
  const auto index = compare(spine(before), spine(now)).deformity_index;
  ASSERT_TRUE(index);
  EXPECT_EQ(index->prior, 2.0);
  EXPECT_EQ(index->current, 3.0);
  EXPECT_EQ(index->levels, 6) << "T11 to L4";
}

TEST(CompareText, HasOneLinePerVertebraThatBeginsWithLevelAndVerdict) {
  const std::string text = text_lines(compare(spine(wedge(0, "20250101")), spine(wedge(0.25))));
  EXPECT_EQ(std::ranges::count(text, '\n'), 7);
  EXPECT_THAT(text, HasSubstr("\nL1 new anterior -25.0 %"));
  EXPECT_THAT(text, HasSubstr("\nL2 stable "));
}

TEST(CompareJson, HoldsEveryVerdictAndNothingOfThePatient) {
  const std::string text = to_json(compare(spine(wedge(0, "20250101")), spine(wedge(0.25))));
  const auto json = nlohmann::json::parse(text);
  EXPECT_EQ(json.at("schema"), "spondyl.comparison/1");
  EXPECT_EQ(json.at("vertebrae").at(2).at("verdict"), "new");
  EXPECT_EQ(json.at("vertebrae").at(2).at("incident_fracture").at("by_height"), "yes");
  for (const char* secret : {"Doe", "Jane", "19500102"})
    EXPECT_EQ(text.find(secret), std::string::npos);
}

} // namespace
} // namespace spondyl::comparison
