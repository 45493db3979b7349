#include <spondyl/morphometry/slab.h>

#include <gtest/gtest.h>
#include <limits>

namespace spondyl::morphometry {
namespace {

/// A body of the given heights in the sagittal plane `x`, leaning so that no line is along an axis.
SixPoints plane(double x, double anterior, double middle, double posterior) {
  const PatientVector up = normalized(PatientVector{0.02, -0.3, 1.0});
  const auto pair = [&](double y, double height) {
    const PatientPoint centre{x, y, 100.0 + 0.1 * y};
    return std::pair{centre + up * (0.5 * height), centre - up * (0.5 * height)};
  };
  SixPoints points;
  std::tie(points.anterior_superior, points.anterior_inferior) = pair(-15.0, anterior);
  std::tie(points.middle_superior, points.middle_inferior) = pair(0.0, middle);
  std::tie(points.posterior_superior, points.posterior_inferior) = pair(15.0, posterior);
  return points;
}

TEST(RepresentativeLandmarks, HaveTheMedianHeightsOfTheSlab) {
  const std::vector<SixPoints> slab = {plane(-2, 24.0, 21.0, 27.0), plane(0, 25.0, 20.0, 26.5),
                                       plane(2, 24.4, 22.0, 29)};
  const auto chosen = representative_landmarks(slab);
  ASSERT_TRUE(chosen);
  EXPECT_NEAR(chosen->landmarks.anterior_height(), 24.4, 1e-12);
  EXPECT_NEAR(chosen->landmarks.middle_height(), 21.0, 1e-12);
  EXPECT_NEAR(chosen->landmarks.posterior_height(), 27.0, 1e-12);
  EXPECT_EQ(chosen->planes, 3);
  EXPECT_NEAR(chosen->spread[1].value(), 1.0, 1e-12) << "sample standard deviation of 20, 21, 22";
}

TEST(RepresentativeLandmarks, LieInThePlaneNearestToTheMedians) {
  const std::vector<SixPoints> slab = {plane(-4, 20, 20, 20), plane(0, 24, 22, 26), plane(4, 30, 30, 30)};
  const auto chosen = representative_landmarks(slab);
  ASSERT_TRUE(chosen);
  EXPECT_EQ(chosen->landmarks, slab[1]);
}

TEST(RepresentativeLandmarks, OfAnEvenSlabMeanTheTwoMiddlePlanes) {
  const std::vector<SixPoints> slab = {plane(0, 24, 22, 26), plane(2, 25, 21, 26)};
  const auto chosen = representative_landmarks(slab);
  ASSERT_TRUE(chosen);
  EXPECT_NEAR(chosen->landmarks.anterior_height(), 24.5, 1e-12);
  EXPECT_NEAR(chosen->landmarks.middle_height(), 21.5, 1e-12);
}

TEST(RepresentativeLandmarks, MoveSymmetricallyAlongTheirOwnLine) {
  const std::vector<SixPoints> slab = {plane(0, 24, 22, 26), plane(0, 26, 22, 26)};
  const auto chosen = representative_landmarks(slab);
  ASSERT_TRUE(chosen);
  const auto before = midpoint(slab[0].anterior_superior, slab[0].anterior_inferior);
  const auto after = midpoint(chosen->landmarks.anterior_superior, chosen->landmarks.anterior_inferior);
  EXPECT_NEAR(distance(before, after), 0.0, 1e-12);
}

TEST(RepresentativeLandmarks, OfOnePlaneHaveNoSpread) {
  const std::vector<SixPoints> slab = {plane(0, 24, 22, 26)};
  const auto chosen = representative_landmarks(slab);
  ASSERT_TRUE(chosen);
  EXPECT_EQ(chosen->landmarks, slab[0]);
  EXPECT_FALSE(chosen->spread[0]);
}

TEST(RepresentativeLandmarks, AreRefusedForNoPlaneACollapsedPairOrANumberThatIsNone) {
  EXPECT_FALSE(representative_landmarks({}));
  EXPECT_FALSE(representative_landmarks(std::vector{plane(0, 24, 0, 26)}));
  EXPECT_FALSE(representative_landmarks(std::vector{plane(0, std::numeric_limits<double>::quiet_NaN(), 20, 26)}));
}

} // namespace
} // namespace spondyl::morphometry
