#include "height_samples.h"

#include <gtest/gtest.h>

namespace spondyl::accuracy {
namespace {

/// A box of a body, 30 mm deep, 25 mm high, its centre at `z`.
SixPoints box(double z, double y = 0.0) {
  const double top = z + 12.5, bottom = z - 12.5;
  return {{0, y - 15, top}, {0, y - 15, bottom}, {0, y, top}, {0, y, bottom}, {0, y + 15, top}, {0, y + 15, bottom}};
}

ReferenceBody reference_at(const std::string& level, double z) {
  return {level, box(z), {{HeightName::anterior, 25.0}, {HeightName::middle, 25.0}, {HeightName::posterior, 25.0}}};
}

MeasuredBody measured_at(double z, double y = 0.0, double height = 25.0) {
  MeasuredBody body;
  body.finding.landmarks = box(z, y);
  body.finding.heights.anterior = HeightMeasurement{height};
  body.finding.heights.middle = HeightMeasurement{height};
  body.finding.heights.posterior = HeightMeasurement{height};
  body.centre = centre_of(body.points());
  return body;
}

const std::vector<ReferenceBody> kSpine = {reference_at("T12", 70), reference_at("L1", 35), reference_at("L2", 0)};

TEST(Match, PairsBodiesCloserThanThreeTenthsOfTheDepth) {
  const auto matching = match({measured_at(70, 8.9), measured_at(35, 9.1), measured_at(0)}, kSpine);
  ASSERT_EQ(matching.pairs.size(), 2U);
  EXPECT_EQ(matching.pairs[0].measured, 0U);
  EXPECT_EQ(matching.pairs[1].reference, 2U);
}

TEST(Match, CountsAnUnmatchedBodyAsFalseOnlyWithinTheReferencesRange) {
  const auto matching = match({measured_at(140), measured_at(52), measured_at(-40)}, kSpine);
  EXPECT_TRUE(matching.pairs.empty());
  ASSERT_EQ(matching.false_bodies.size(), 1U);
  EXPECT_EQ(matching.false_bodies[0], 1U);
}

TEST(Match, GivesOneMeasuredBodyToOneReferenceOnly) {
  const auto matching = match({measured_at(2)}, {reference_at("L1", 4), reference_at("L2", 0)});
  ASSERT_EQ(matching.pairs.size(), 1U);
  EXPECT_EQ(matching.pairs[0].reference, 0U);
}

TEST(Match, LeavesOutWhatIsNotAssessable) {
  MeasuredBody body = measured_at(35);
  body.finding.status = MeasurementStatus::not_assessable;
  const auto matching = match({body}, kSpine);
  EXPECT_TRUE(matching.pairs.empty());
  EXPECT_TRUE(matching.false_bodies.empty());
}

TEST(Compare, ListsAMissedBodyThatIsShownAsNotAssessable) {
  MeasuredExam exam;
  exam.bodies = {measured_at(70), measured_at(35), measured_at(0)};
  exam.bodies[1].finding.status = MeasurementStatus::not_assessable;
  const ExamResult result = compare({"x-1", Modality::mr, {}, {}, false, kSpine}, exam, {});
  EXPECT_EQ(result.missed, std::vector<std::string>{"L1"});
  EXPECT_EQ(result.missed_but_listed, 1U);
}

TEST(Compare, TellsRightWrongAndUnstatedLevelsApart) {
  MeasuredExam exam;
  exam.bodies = {measured_at(70), measured_at(35), measured_at(0)};
  exam.bodies[0].finding.level = VertebraLevel::parse("T12");
  exam.bodies[1].finding.level = VertebraLevel::parse("L2");
  const ExamResult result = compare({"x-1", Modality::mr, {}, {}, false, kSpine}, exam, {});
  EXPECT_EQ(result.level_right, 1U);
  EXPECT_EQ(result.level_wrong, 1U);
  EXPECT_EQ(result.level_unstated, 1U);
}

ExamResult exam_with_error(const std::string& name, const std::string& person, double error) {
  MeasuredExam exam;
  exam.bodies = {measured_at(35, 0.0, 25.0 + error)};
  ExamResult result = compare({name, Modality::mr, {}, {}, false, {reference_at("L1", 35)}}, exam, {});
  result.person = person;
  return result;
}

TEST(HeightSamples, TakeOffTheMeanErrorOfASetOfThreeCases) {
  const auto samples = height_samples(
      {exam_with_error("set-1", "a", 1.0), exam_with_error("set-2", "b", 2.0), exam_with_error("set-3", "c", 6.0)});
  ASSERT_EQ(samples.size(), 9U);
  EXPECT_NEAR(samples[0].after_offset, 1.0 - 3.0, 1e-9);
  EXPECT_NEAR(samples[8].after_offset, 6.0 - 3.0, 1e-9);
}

TEST(HeightSamples, LeaveThePersonOutOfItsOwnOffset) {
  const auto samples = height_samples({exam_with_error("set-1", "a", 1.0), exam_with_error("set-2", "a", 3.0),
                                       exam_with_error("set-3", "b", 5.0), exam_with_error("set-4", "c", 7.0)});
  EXPECT_NEAR(samples[0].after_left_out, 1.0 - 6.0, 1e-9);
  EXPECT_NEAR(samples[6].after_left_out, 5.0 - (1.0 + 3.0 + 7.0) / 3.0, 1e-9);
}

TEST(HeightSamples, KeepTheErrorsOfASmallSet) {
  const auto samples = height_samples({exam_with_error("set-1", "a", 1.0), exam_with_error("set-2", "b", 2.0)});
  EXPECT_NEAR(samples[0].after_offset, 1.0, 1e-9);
}

LabelMap mask(const std::vector<std::uint8_t>& row) {
  LabelMap labels;
  labels.geometry.size = {static_cast<int>(row.size()), 1, 1};
  labels.voxels = row;
  return labels;
}

TEST(MeanDice, ComparesEachReferenceBodyWithTheOneThatCoversMostOfIt) {
  const auto dice = mean_dice(mask({1, 1, 1, 1, 0, 2, 2}), mask({7, 7, 7, 0, 7, 0, 0}));
  ASSERT_TRUE(dice.has_value());
  EXPECT_NEAR(*dice, 0.5 * (2.0 * 3.0 / (4.0 + 4.0)), 1e-9);
}

} // namespace
} // namespace spondyl::accuracy
