#include <spondyl/morphometry/reference_tables.h>

#include <gtest/gtest.h>

namespace spondyl::morphometry {
namespace {

VertebraLevel level(const char* name) {
  return VertebraLevel::parse(name).value();
}

TEST(ReferenceTables, GiveThePublishedShapeWithItsSource) {
  EXPECT_DOUBLE_EQ(expected_anterior_to_posterior(level("L1"))->value, 0.92);
  EXPECT_DOUBLE_EQ(expected_anterior_to_posterior(level("L5"))->value, 1.14);
  EXPECT_DOUBLE_EQ(expected_anterior_to_posterior(level("T12"))->value, 0.90);
  EXPECT_FALSE(expected_anterior_to_posterior(level("L1"))->source.empty());
}

TEST(ReferenceTables, InventNothingWhereNoReferenceIsAvailable) {
  for (const char* name : {"C5", "T1", "T6", "T9", "T13", "L6", "S1"})
    EXPECT_FALSE(expected_anterior_to_posterior(level(name))) << name;
  EXPECT_FALSE(posterior_height_factor(level("T3"), level("T4"), Sex::male));
  EXPECT_FALSE(posterior_height_factor(level("L6"), level("L5"), Sex::male));
  EXPECT_FALSE(posterior_height_factor(level("T12"), level("T13"), Sex::male));
}

TEST(ReferenceTables, PosteriorFactorsInvertAndMultiply) {
  const double down = posterior_height_factor(level("L1"), level("T12"), Sex::female)->value;
  EXPECT_DOUBLE_EQ(down, 23.57 / 22.19);
  EXPECT_DOUBLE_EQ(posterior_height_factor(level("T12"), level("L1"), Sex::female)->value, 1.0 / down);
  const double two_steps = posterior_height_factor(level("L1"), level("T11"), Sex::male)->value;
  EXPECT_DOUBLE_EQ(two_steps, 22.7 / 21.3 * (25.94 / 24.83)) << "each step from a table that has both its ends";
  EXPECT_DOUBLE_EQ(posterior_height_factor(level("L3"), level("L3"), Sex::male)->value, 1.0);
}

TEST(ReferenceTables, WomensMissingLevelsUseTheStepOfTheOtherTableAndSaySo) {
  const auto factor = posterior_height_factor(level("L4"), level("L3"), Sex::female);
  ASSERT_TRUE(factor);
  EXPECT_DOUBLE_EQ(factor->value, 27.1 / 27.9);
  EXPECT_NE(factor->source.find("men"), std::string::npos);
}

TEST(SexOf, ReadsThePatientsSex) {
  PatientInfo patient;
  EXPECT_EQ(sex_of(patient), Sex::unknown);
  patient.sex = "F";
  EXPECT_EQ(sex_of(patient), Sex::female);
  patient.sex = "O";
  EXPECT_EQ(sex_of(patient), Sex::unknown);
}

} // namespace
} // namespace spondyl::morphometry
