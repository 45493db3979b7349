#include <spondyl/model/findings.h>

#include <gtest/gtest.h>

namespace spondyl {
namespace {

TEST(VertebraFinding, IsCalledByItsOrdinalWhereTheLevelIsUnknown) {
  VertebraFinding finding;
  finding.ordinal = 3;
  EXPECT_EQ(finding.display_name(), "#3");
  finding.level = VertebraLevel::parse("L2");
  EXPECT_EQ(finding.display_name(), "L2");
}

TEST(LandmarkDistance, IsTakenInTheUnitOfTheLandmarks) {
  SixPoints points;
  points.anterior_superior = {0, 0, 24};
  points.middle_superior = {3, 0, 4};
  const Landmarks in_patient_space = points;
  EXPECT_DOUBLE_EQ(landmark_distance(in_patient_space, HeightName::anterior), 24.0);
  EXPECT_DOUBLE_EQ(landmark_distance(in_patient_space, HeightName::middle), 5.0);
  SixPixels pixels;
  pixels.posterior_inferior = {6, 8};
  EXPECT_DOUBLE_EQ(landmark_distance(Landmarks(pixels), HeightName::posterior), 10.0);
}

TEST(Heights, AreFoundByName) {
  Heights heights;
  heights.middle = HeightMeasurement{21.5};
  EXPECT_FALSE(heights.of(HeightName::anterior));
  ASSERT_TRUE(heights.of(HeightName::middle));
  EXPECT_DOUBLE_EQ(heights.of(HeightName::middle)->value, 21.5);
}

} // namespace
} // namespace spondyl
