#include "spine_series.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spondyl::comparison {
namespace {

using testing::Contains;
using testing::HasSubstr;

SpineSpec fractured(const char* date) {
  SpineSpec spec;
  spec.date = date;
  spec.losses["L1"] = {0.4, 0.2, 0.0};
  return spec;
}

/// The same bodies, each called what lies below it.
Findings called_one_lower(Findings findings) {
  for (VertebraFinding& body : findings.vertebrae)
    body.level = body.level_guess = body.level->below(1);
  return findings;
}

TEST(NumberingSlip, IsNoticedFromTheShapesAloneAndNothingIsCompared) {
  SpineSpec now = fractured("20260101");
  now.levels.pop_back();
  const auto comparison = compare(spine(fractured("20250101")), called_one_lower(spine(now)));
  EXPECT_TRUE(comparison.numbering_differs);
  EXPECT_THAT(comparison.notes, Contains(HasSubstr("slipped")));
  for (const VertebraChange& change : comparison.vertebrae)
    EXPECT_EQ(change.verdict, ChangeVerdict::not_comparable) << change.name;
}

TEST(NumberingSlip, IsNotSeenInAnewFracture) {
  EXPECT_FALSE(compare(spine({}), spine(fractured("20260101"))).numbering_differs);
}

TEST(NumberingSlip, IsOvercomeByTheImage) {
  SpineSpec now = fractured("20260101");
  now.levels.pop_back();
  CompareOptions by_image;
  by_image.same_by_image.emplace();
  for (int ordinal = 1; ordinal <= 6; ++ordinal)
    by_image.same_by_image->push_back({ordinal, ordinal});
  const auto comparison = compare(spine(fractured("20250101")), called_one_lower(spine(now)), by_image);
  EXPECT_TRUE(comparison.matched_by_image && comparison.numbering_differs);
  EXPECT_THAT(comparison.notes, Contains(HasSubstr("T11 of the prior study is T12 of the current one")));
  EXPECT_EQ(at(comparison, "L2").verdict, ChangeVerdict::stable) << "the old fracture of L1";
  EXPECT_THAT(at(comparison, "L2").warnings, Contains(HasSubstr("called L1")));
}

TEST(OneFrameOfReference, MatchesByPlaceWhateverTheNumbers) {
  Findings prior = spine({}), now = called_one_lower(spine({.levels = {"T12", "L1", "L2", "L3"}}));
  prior.images.frame_of_reference_uid = now.images.frame_of_reference_uid = "1.2.9";
  const auto comparison = compare(prior, now);
  EXPECT_TRUE(comparison.matched_by_image);
  EXPECT_EQ(at(comparison, "L1").prior_ordinal, 2) << "T12 of the prior";
  EXPECT_EQ(at(comparison, "L1").verdict, ChangeVerdict::stable);
}

TEST(UncertainNumbers, AreNotComparedUnlessTheImageHelps) {
  SpineSpec unsure = fractured("20260101");
  unsure.numbering_certain = false;
  const auto by_number = compare(spine({}), spine(unsure));
  EXPECT_EQ(at(by_number, "#3").verdict, ChangeVerdict::not_comparable);
  EXPECT_THAT(at(by_number, "#3").reason, HasSubstr("uncertain"));
  CompareOptions by_image;
  by_image.same_by_image = {{{3, 3}}};
  EXPECT_EQ(at(compare(spine({}), spine(unsure), by_image), "#3").verdict, ChangeVerdict::newly_fractured);
}

TEST(BodiesOfOneStudy, AreListedWithTheReason) {
  const auto comparison = compare(spine({.levels = {"T12", "L1"}}), spine({.levels = {"L1", "L2"}}));
  EXPECT_THAT(at(comparison, "T12").reason, HasSubstr("current"));
  EXPECT_THAT(at(comparison, "L2").reason, HasSubstr("prior"));
  EXPECT_EQ(at(comparison, "L2").verdict, ChangeVerdict::not_comparable);
}

TEST(BodiesNotAssessable, CarryTheReasonOfTheirStudy) {
  Findings now = spine({});
  now.vertebrae[2].status = MeasurementStatus::not_assessable;
  now.vertebrae[2].reason = "Metal hides it.";
  EXPECT_EQ(at(compare(spine({}), now), "L1").reason, "Not assessable in the current study: Metal hides it.");
}

} // namespace
} // namespace spondyl::comparison
