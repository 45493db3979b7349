#include "ct_box_shape.h"
#include "src/ct/landmarks.h"
#include "src/ct/quality.h"
#include "src/ct/schmorl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spondyl::segmentation::ct {
namespace {

using test::box_shape;

TEST(CtLandmarks, LieOnTheCornersOfARegularBody) {
  const std::vector<SixPoints> slab = place_landmarks(box_shape(26.0));
  ASSERT_EQ(slab.size(), 9u); // -4 .. +4 mm
  const SixPoints& middle = slab[4];
  EXPECT_NEAR(middle.anterior_height(), 26.0, 0.1);
  EXPECT_NEAR(middle.middle_height(), 26.0, 0.1);
  EXPECT_NEAR(middle.posterior_height(), 26.0, 0.1);
  EXPECT_NEAR(distance(middle.anterior_superior, middle.posterior_superior), 32.0, 0.2);
  EXPECT_LT(middle.anterior_superior.y, middle.posterior_superior.y);
  EXPECT_GT(middle.anterior_superior.z, middle.anterior_inferior.z);
  EXPECT_LT(slab.front().middle_superior.x, slab.back().middle_superior.x); // right to left
}

TEST(CtLandmarks, FollowAWedge) {
  const std::vector<SixPoints> slab = place_landmarks(box_shape(24.0, -0.1));
  ASSERT_EQ(slab.size(), 9u);
  EXPECT_NEAR(slab[4].anterior_height(), 24.0 - 3.2, 0.2);
  EXPECT_NEAR(slab[4].posterior_height(), 24.0 + 3.2, 0.2);
}

/// Draws the rims in towards the body's axis, as rounded corners do.
void round_rims(BodyShape& shape) {
  for (int layer = 0; layer < Wall::kLayers; ++layer) {
    const double from_middle = std::abs(Wall::share(layer) - 0.5) * 2.0;
    for (int d = 0; d < Wall::kDirections; ++d)
      shape.wall.radius[static_cast<std::size_t>(layer * Wall::kDirections + d)] -=
          static_cast<float>(3.0 * std::pow(from_middle, 8.0));
  }
}

TEST(CtLandmarks, StayOnTheRoundedRimsOfASevereWedge) {
  constexpr double kPosterior = 28.0, kAnterior = 0.45 * kPosterior;
  BodyShape wedge = box_shape(0.5 * (kPosterior + kAnterior), -0.5 * (kPosterior - kAnterior) / 32.0);
  round_rims(wedge);
  const std::vector<SixPoints> slab = place_landmarks(wedge);
  ASSERT_EQ(slab.size(), 9u);
  // Rounding costs depth, and with it gives height: 0.24 mm for each mm in front.
  EXPECT_NEAR(slab[4].anterior_height(), kAnterior, 1.2);
  EXPECT_LT(slab[4].anterior_superior.y, -13.5) << "mm: the wall's middle lies at -16";
  EXPECT_LT(slab[4].anterior_inferior.y, -13.5) << "mm";
}

TEST(CtLandmarks, KeepTheSuperiorCornerOffALipOfTheInferiorRim) {
  BodyShape shape = box_shape(20.0, -0.25);
  std::size_t i = 0;
  for (int a = -24; a <= 24; ++a) // where the wall is gone the search bends down onto the lip below
    for (int l = -28; l <= 28; ++l, ++i)
      shape.superior.height[i] = std::max(shape.inferior.height[i] + 2.5F,
                                          shape.superior.height[i] - 4.0F * static_cast<float>(std::max(0, a - 8)));
  const std::vector<SixPoints> slab = place_landmarks(shape);
  ASSERT_EQ(slab.size(), 9u);
  EXPECT_GT(slab[4].anterior_height(), 10.0) << "mm; the lip is 2.5 mm thick";
}

/// Sinks a round piece of an endplate (mm) at a place of the cross-section.
void sink(HeightField& field, double anterior, double radius, double by) {
  std::size_t i = 0;
  for (int a = -field.reach_anterior; a <= field.reach_anterior; ++a)
    for (int l = -field.reach_left; l <= field.reach_left; ++l, ++i)
      field.height[i] -= static_cast<float>(by * std::clamp(radius - std::hypot(a - anterior, l), 0.0, 1.0));
}

TEST(CtLandmarks, BridgeASchmorlNodeAndFollowItToo) {
  BodyShape shape = box_shape(26.0);
  sink(shape.superior, 0.0, 6.0, 5.0);
  const std::vector<SixPoints> slab = place_landmarks(shape), followed = follow_nodes(shape, slab);
  ASSERT_EQ(followed.size(), slab.size());
  EXPECT_NEAR(slab[4].middle_height(), 26.0, 0.3);
  EXPECT_NEAR(followed[4].middle_height(), 21.0, 0.3);
  EXPECT_EQ(followed[4].anterior_superior, slab[4].anterior_superior);
}

TEST(CtLandmarks, FollowADiffuseDepressionAsABiconcaveFractureNeeds) {
  BodyShape shape = box_shape(26.0);
  std::size_t i = 0;
  for (int a = -24; a <= 24; ++a)
    for (int l = -28; l <= 28; ++l, ++i)
      shape.superior.height[i] -= static_cast<float>(8.0 * std::max(0.0, 1.0 - (a * a + 0.6 * l * l) / 256.0));
  const std::vector<SixPoints> slab = place_landmarks(shape);
  EXPECT_NEAR(slab[4].middle_height(), 18.0, 0.5);
  EXPECT_TRUE(follow_nodes(shape, slab).empty());
}

TEST(CtLandmarks, TakeNoBrokenRimForANode) {
  BodyShape shape = box_shape(26.0);
  sink(shape.superior, 13.0, 7.0, 5.0);
  EXPECT_TRUE(follow_nodes(shape, place_landmarks(shape)).empty());
  EXPECT_EQ(bridge_nodes(shape.superior, shape.wall, 1.0, 1.0).height, shape.superior.height);
}

TEST(CtQuality, DoubtsTheNeighbourOfABodySqueezedToNothing) {
  const BodyShape usual = box_shape(26.0), nothing = box_shape(3.0);
  const std::vector<SixPoints> slab = place_landmarks(usual), flat = place_landmarks(nothing);
  std::vector<BodyEvidence> column;
  for (const int place : {0, 2, 4, 6, 8, 10, 12, 14, 16, 18})
    column.push_back({&usual, &slab, 0.0, 0.0, place});
  column.insert(column.begin() + 2, {&nothing, &flat, 0.0, 0.0, 3}); // beside the one at place 2 and that at 4
  const std::vector<Verdict> verdicts = judge(column);
  EXPECT_LT(verdicts[1].confidence, kMeasurable);
  EXPECT_THAT(verdicts[1].doubt, testing::HasSubstr("neighbouring body"));
  EXPECT_GT(verdicts.back().confidence, 0.9);
}

TEST(CtQuality, TrustsARegularColumn) {
  const BodyShape shape = box_shape(26.0);
  const std::vector<SixPoints> slab = place_landmarks(shape);
  const std::vector<Verdict> verdicts = judge({{&shape, &slab, 0.0, 0.0, 0}, {&shape, &slab, 0.0, 0.0, 2}});
  for (const Verdict& verdict : verdicts) {
    EXPECT_GT(verdict.confidence, 0.9);
    EXPECT_TRUE(verdict.doubt.empty());
  }
}

TEST(CtQuality, DoubtsABodyMuchTallerThanItsNeighbours) {
  const BodyShape usual = box_shape(24.0), merged = box_shape(40.0);
  const std::vector<SixPoints> slab = place_landmarks(usual), tall = place_landmarks(merged);
  const std::vector<Verdict> verdicts = judge({{&usual, &slab, 0.0, 0.0, 0},
                                               {&usual, &slab, 0.0, 0.0, 2},
                                               {&merged, &tall, 0.0, 0.0, 4},
                                               {&usual, &slab, 0.0, 0.0, 6}});
  EXPECT_LT(verdicts[2].confidence, kMeasurable);
  EXPECT_FALSE(verdicts[2].doubt.empty());
  EXPECT_GT(verdicts[0].confidence, 0.9);
}

TEST(CtQuality, DoesNotDoubtALowBodyBesideTallOnes) {
  const BodyShape usual = box_shape(26.0), collapsed = box_shape(15.0);
  const std::vector<SixPoints> slab = place_landmarks(usual), low = place_landmarks(collapsed);
  const std::vector<Verdict> verdicts =
      judge({{&usual, &slab, 0.0, 0.0, 0}, {&collapsed, &low, 0.0, 0.0, 2}, {&usual, &slab, 0.0, 0.0, 4}});
  EXPECT_GT(verdicts[1].confidence, 0.9);
  EXPECT_GT(verdicts[0].confidence, 0.9);
}

TEST(CtQuality, RefusesABodyFarFromTheCanalsMidline) {
  const BodyShape shape = box_shape(26.0);
  const std::vector<SixPoints> slab = place_landmarks(shape);
  EXPECT_LT(judge({{&shape, &slab, 16.0, 0.0}})[0].confidence, kMeasurable);
}

TEST(CtQuality, DoubtsAnOutlineThatTwoSearchesDoNotAgreeOn) {
  BodyShape shape = box_shape(26.0);
  const std::vector<SixPoints> slab = place_landmarks(shape);
  shape.first_heights = {{26.0, 26.0, 25.0}};
  EXPECT_GT(judge({{&shape, &slab}})[0].confidence, 0.9);
  shape.first_heights = {{26.0, 26.0, 19.0}};
  const Verdict verdict = judge({{&shape, &slab}})[0];
  EXPECT_LT(verdict.confidence, kMeasurable);
  EXPECT_FALSE(verdict.doubt.empty());
}

TEST(CtQuality, DoubtsNeighboursWithAGapWiderThanADisc) {
  const BodyShape upper = box_shape(26.0);
  BodyShape lower = box_shape(26.0);
  const auto confidence_at = [&](double spacing) {
    lower.frame.centre = {0.0, 0.0, -spacing};
    const std::vector<SixPoints> above = place_landmarks(upper), below = place_landmarks(lower);
    return judge({{&upper, &above}, {&lower, &below}})[0].confidence;
  };
  EXPECT_GT(confidence_at(26.0 + 10.0), 0.9);
  EXPECT_LT(confidence_at(26.0 + 18.0), kMeasurable);
}

TEST(CtQuality, TrustsNoSurvivorBesideFailuresInAColumnThatMostlyFails) {
  const BodyShape good = box_shape(26.0);
  BodyShape bad = box_shape(26.0);
  bad.first_heights = {{10.0, 10.0, 10.0}};
  const std::vector<SixPoints> slab = place_landmarks(good);
  const std::vector<Verdict> verdicts = judge({{&bad, &slab, 0.0, 0.0, 0},
                                               {&good, &slab, 0.0, 0.0, 2},
                                               {&bad, &slab, 0.0, 0.0, 4},
                                               {&bad, &slab, 0.0, 0.0, 6}});
  EXPECT_LT(verdicts[1].confidence, kMeasurable);
}

TEST(CtQuality, RefusesABodyFullOfMetalAndFlagsATrace) {
  BodyShape shape = box_shape(26.0);
  const std::vector<SixPoints> slab = place_landmarks(shape);
  shape.metal = 0.004;
  const Verdict trace = judge({{&shape, &slab}})[0];
  EXPECT_GT(trace.confidence, kMeasurable);
  EXPECT_THAT(trace.doubt, testing::HasSubstr("Metal"));
  shape.metal = 0.1;
  EXPECT_LT(judge({{&shape, &slab}})[0].confidence, kMeasurable);
}

} // namespace
} // namespace spondyl::segmentation::ct
