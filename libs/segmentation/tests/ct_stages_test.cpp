#include "src/ct/disc_chain.h"
#include "src/ct/endplate_model.h"
#include "src/ct/half_maximum.h"
#include "src/ct/landmarks.h"
#include "src/ct/no_data.h"
#include "src/ct/quality.h"
#include "src/ct/ribs.h"
#include "src/ct/surface_matching.h"

#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>

namespace spondyl::segmentation::ct {
namespace {

using testing::ElementsAre;

TEST(CtSurfaceMatching, FollowsASlantedPlaneOfLowCost) {
  SurfaceCosts costs(20, 15, 40);
  const auto truth = [](int u, int v) { return 10 + u / 2 + v / 3; };
  for (int v = 0; v < 15; ++v)
    for (int u = 0; u < 20; ++u)
      costs.at(u, v)[truth(u, v)] = -1.0F;
  const std::vector<float> found = match_surface(costs, {0.05F, 0.8F, false});
  for (int v = 0; v < 15; ++v)
    for (int u = 0; u < 20; ++u)
      EXPECT_NEAR(found[static_cast<std::size_t>(v * 20 + u)], truth(u, v), 0.5) << u << " " << v;
}

TEST(CtSurfaceMatching, BridgesNodesWithoutEvidence) {
  SurfaceCosts costs(30, 1, 20);
  for (int u = 0; u < 30; ++u)
    if (u < 10 || u >= 20)
      costs.at(u, 0)[7] = -1.0F;
  const std::vector<float> found = match_surface(costs, {0.1F, 1.0F, false});
  for (const float label : found)
    EXPECT_NEAR(label, 7.0F, 0.51F);
}

/// The cheapest labelling of one row by trying all of them.
float cheapest(const SurfaceCosts& costs, const SurfaceStiffness& stiffness, std::vector<int>& best) {
  float least = 1e9F;
  std::vector<int> labels(static_cast<std::size_t>(costs.width), 0);
  for (bool more = true; more;) {
    float sum = 0.0F;
    for (int u = 0; u < costs.width; ++u) {
      const int k = labels[static_cast<std::size_t>(u)];
      sum += costs.at(u, 0)[k];
      if (u > 0) {
        const int step = k - labels[static_cast<std::size_t>(u - 1)];
        sum += std::min(stiffness.jump, stiffness.per_squared_step * static_cast<float>(step * step));
      }
    }
    if (sum < least) {
      least = sum;
      best = labels;
    }
    more = false;
    for (int& label : labels) {
      if (++label < costs.labels) {
        more = true;
        break;
      }
      label = 0;
    }
  }
  return least;
}

TEST(CtSurfaceMatching, AgreesWithAnExhaustiveSearchOnARow) {
  std::mt19937 random(5);
  std::uniform_real_distribution<float> uniform(0.0F, 1.0F);
  const SurfaceStiffness stiffness{0.3F, 1.0F, false};
  SurfaceCosts costs(6, 1, 5);
  for (float& cost : costs.cost)
    cost = uniform(random);
  for (int u = 0; u < 6; ++u)
    costs.at(u, 0)[(u + 1) % 5 / 2] -= 2.0F;
  std::vector<int> expected;
  cheapest(costs, stiffness, expected);
  const std::vector<float> found = match_surface(costs, stiffness);
  for (std::size_t u = 0; u < expected.size(); ++u)
    EXPECT_NEAR(found[u], expected[u], 0.51F) << "node " << u;
}

TEST(CtSurfaceMatching, ClosesACyclicRow) {
  SurfaceCosts costs(24, 1, 30);
  for (int u = 4; u < 20; ++u) // no evidence around the seam
    costs.at(u, 0)[12] = -1.0F;
  const std::vector<float> found = match_surface(costs, {0.2F, 2.0F, true});
  EXPECT_NEAR(found[0], 12.0F, 0.51F);
  EXPECT_NEAR(found[23], 12.0F, 0.51F);
}

TEST(CtHalfMaximum, FindsTheMiddleOfABlurredEdge) {
  const std::vector<float> profile = {400, 400, 400, 400, 300, 200, 100, 0, 0, 0, 0, 0};
  EXPECT_NEAR(half_maximum_shift(profile.data(), 12, 4, 50.0F), 1.0F, 0.01F);
  EXPECT_NEAR(half_maximum_shift(profile.data(), 12, 5, 50.0F), 0.0F, 0.01F);
}

TEST(CtHalfMaximum, StaysWhereThereIsNoEdge) {
  const std::vector<float> profile(12, 150.0F);
  EXPECT_EQ(half_maximum_shift(profile.data(), 12, 5, 50.0F), 0.0F);
}

TEST(CtNoData, FindsThePaddingValueOfAVolume) {
  VolumeGeometry geometry;
  geometry.size = {20, 20, 20};
  std::vector<float> voxels(geometry.size.voxels(), 40.0F);
  std::fill(voxels.begin(), voxels.begin() + 400, -1024.0F);
  const NoData no_data = find_no_data(Volume(geometry, voxels, Modality::ct));
  ASSERT_TRUE(no_data.padding);
  EXPECT_EQ(*no_data.padding, -1024.0F);
  EXPECT_TRUE(no_data(-1024.0F));
  EXPECT_TRUE(no_data(-2048.0F));
  EXPECT_TRUE(no_data(std::nanf("")));
  EXPECT_FALSE(no_data(-1000.0F));
}

TEST(CtNoData, TakesNoRareValueForPadding) {
  VolumeGeometry geometry;
  geometry.size = {20, 20, 20};
  std::vector<float> voxels(geometry.size.voxels(), 40.0F);
  std::fill(voxels.begin(), voxels.begin() + 20, -1000.0F);
  EXPECT_FALSE(find_no_data(Volume(geometry, voxels, Modality::ct)).padding);
}

/// A profile of `count` discs every `spacing` frames from `first`, with pedicles in the upper half of each body.
DiscProfile regular_profile(int frames, int first, int spacing) {
  DiscProfile profile;
  profile.count = frames;
  profile.evidence.assign(static_cast<std::size_t>(frames), 0.05F);
  profile.pedicle.assign(static_cast<std::size_t>(frames), 0.0F);
  for (int s = 0; s < frames; ++s) {
    profile.along.push_back(s);
    const int phase = s - first;
    if (phase >= 0 && phase % spacing == 0)
      profile.evidence[static_cast<std::size_t>(s)] = 1.0F;
    if (phase >= 0 && phase % spacing > spacing / 6 && phase % spacing < spacing * 2 / 3)
      profile.pedicle[static_cast<std::size_t>(s)] = 1.0F;
  }
  return profile;
}

BodyAxis even_axis(int frames, double radius) {
  return {std::vector<AxisPoint>(static_cast<std::size_t>(frames), AxisPoint{6.0, 0.0, radius})};
}

TEST(CtDiscChain, FindsRegularDiscs) {
  EXPECT_THAT(chain_discs(regular_profile(160, 12, 34), even_axis(160, 18.0), {}), ElementsAre(12, 46, 80, 114, 148));
}

TEST(CtDiscChain, BridgesADiscThatIsHardlySeen) {
  DiscProfile profile = regular_profile(160, 12, 34);
  profile.evidence[80] = 0.3F;
  EXPECT_THAT(chain_discs(profile, even_axis(160, 18.0), {}), ElementsAre(12, 46, 80, 114, 148));
}

TEST(CtDiscChain, DoesNotSplitABodyAtAStripeInside) {
  DiscProfile profile = regular_profile(160, 12, 34);
  profile.evidence[62] = 0.9F; // a vacuum cleft or dense line in the middle of a body
  EXPECT_THAT(chain_discs(profile, even_axis(160, 18.0), {}), ElementsAre(12, 46, 80, 114, 148));
}

TEST(CtDiscChain, KeepsACollapsedBody) {
  DiscProfile profile = regular_profile(160, 12, 34);
  profile.evidence[114] = profile.evidence[148] = 0.05F;
  profile.evidence[100] = profile.evidence[134] = 1.0F; // the third body is 20 mm with its disc instead of 34
  for (int s = 80; s < 160; ++s) {
    const bool upper = (s > 83 && s < 93) || (s > 105 && s < 122);
    profile.pedicle[static_cast<std::size_t>(s)] = upper ? 1.0F : 0.0F;
  }
  EXPECT_THAT(chain_discs(profile, even_axis(160, 18.0), {}), ElementsAre(12, 46, 80, 100, 134));
}

TEST(CtDiscChain, GivesEverySeedABodyOfItsOwn) {
  DiscProfile profile = regular_profile(160, 12, 34);
  profile.evidence.assign(160, 0.1F); // nothing to see: only the seeds tell
  const std::vector<int> seeds = {29, 63, 97};
  const std::vector<int> discs = chain_discs(profile, even_axis(160, 18.0), seeds);
  for (const int seed : seeds) {
    int bodies = 0;
    for (std::size_t i = 1; i < discs.size(); ++i)
      bodies += discs[i - 1] <= seed && seed < discs[i] ? 1 : 0;
    EXPECT_EQ(bodies, 1) << "seed at " << seed;
  }
  for (std::size_t i = 1; i < discs.size(); ++i)
    EXPECT_LE(
        std::count_if(seeds.begin(), seeds.end(), [&](int seed) { return discs[i - 1] <= seed && seed < discs[i]; }),
        1);
}

TEST(CtDiscChain, IsEmptyWhereNothingIsSeen) {
  DiscProfile profile = regular_profile(160, 12, 34);
  profile.evidence.assign(160, 0.0F);
  profile.pedicle.assign(160, 1.0F);
  EXPECT_TRUE(chain_discs(profile, even_axis(160, 18.0), {}).empty());
}

TEST(CtDiscChain, TellsAColumnFromBoneWithoutForamina) {
  DiscProfile profile = regular_profile(160, 12, 34);
  EXPECT_GT(vertebral_rhythm(profile, {12, 46, 80, 114, 148}), 0.9);
  profile.pedicle.assign(160, 1.0F);
  EXPECT_LT(vertebral_rhythm(profile, {12, 46, 80, 114, 148}), 0.1);
}

/// A body with an elliptic cross-section of 32 x 40 mm between flat endplates.
BodyShape box_shape(double height, double slope = 0.0) {
  BodyShape shape;
  shape.frame = {{0, 0, 0}, {0, 0, 1}, {0, -1, 0}, {1, 0, 0}};
  for (HeightField* field : {&shape.superior, &shape.inferior}) {
    field->reach_anterior = 24;
    field->reach_left = 28;
    const double sign = field == &shape.superior ? 1.0 : -1.0;
    for (int a = -24; a <= 24; ++a)
      for (int l = -28; l <= 28; ++l)
        field->height.push_back(static_cast<float>(sign * (0.5 * height + slope * a)));
  }
  for (int layer = 0; layer < Wall::kLayers; ++layer)
    for (int d = 0; d < Wall::kDirections; ++d) {
      const double angle = 2.0 * 3.14159265358979 * d / Wall::kDirections;
      shape.wall.radius[static_cast<std::size_t>(layer * Wall::kDirections + d)] =
          static_cast<float>(1.0 / std::hypot(std::cos(angle) / 16.0, std::sin(angle) / 20.0));
    }
  shape.endplate_support = shape.wall_support = 1.0;
  return shape;
}

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

/// A column of 0.5 mm samples across a plate that ends at `edge`, blurred as by slices.
EndplateProfile blurred_plate(double edge, double thickness, double blur, double disc = 1e3) {
  const auto step = [&](double x) { return 0.5 * std::erfc(x / (blur * std::sqrt(2.0))); };
  EndplateProfile profile{-6.0, 0.5, {}, 85.0, disc};
  for (double x = profile.first; x <= std::min(3.5, disc); x += profile.step) {
    const auto body = [&](double e) { return 500.0 * (step(e) - step(e + thickness)) + 90.0 * step(e + thickness); };
    profile.values.push_back(static_cast<float>(85.0 + body(x - edge) + body(2.0 * disc - edge - x)));
  }
  return profile;
}

TEST(CtEndplateModel, FindsTheEdgeOfAThinPlateBehindTheBlurOfThickSlices) {
  for (const double blur : {0.4, 0.8, 1.3})
    for (const double edge : {-0.6, 0.0, 0.35}) {
      const EndplateFit fit = fit_endplate(blurred_plate(edge, 1.0, blur), blur, 1.5);
      EXPECT_TRUE(fit.clear);
      EXPECT_NEAR(fit.edge, edge, 0.15) << "mm, blur " << blur;
    }
}

TEST(CtEndplateModel, KeepsTheEdgeOfAThickPlate) {
  const EndplateFit fit = fit_endplate(blurred_plate(0.2, 3.0, 0.4), 0.4, 1.5);
  EXPECT_NEAR(fit.edge, 0.2, 0.15) << "mm";
  EXPECT_NEAR(fit.thickness, 3.0, 0.9) << "mm";
}

TEST(CtEndplateModel, TellsTwoEndplatesApartAcrossADiscThinnerThanASlice) {
  const EndplateFit fit = fit_endplate(blurred_plate(0.0, 1.0, 1.2, 1.25), 1.2, 2.0);
  EXPECT_NEAR(fit.edge, 0.0, 0.3) << "mm";
}

TEST(CtEndplateModel, SeesNoEdgeInAnEvenColumn) {
  EndplateProfile profile{-5.0, 0.5, std::vector<float>(16, 85.0F), 85.0};
  EXPECT_LT(fit_endplate(profile, 0.5, 1.5).amplitude, 1.0) << "HU";
}

TEST(CtEndplateModel, MeasuresTheWidthOfAnEdge) {
  constexpr double kBlur = 1.0; // a step blurred by a Gaussian falls from 90 to 10 % over 2.56 of them
  EndplateProfile profile{-6.0, 0.5, {}, 85.0};
  for (double x = -6.0; x <= 5.0; x += 0.5)
    profile.values.push_back(static_cast<float>(85.0 + 200.0 * std::erfc(x / (kBlur * std::sqrt(2.0)))));
  EXPECT_NEAR(edge_width(profile), 2.56 * kBlur, 0.2) << "mm";
}

TEST(CtRibs, NeedABodyBelowThatPlainlyHasNone) {
  constexpr Rib kNo = Rib::absent, kYes = Rib::present, kUnseen = Rib::unknown;
  const auto plain = last_rib({{kYes, kYes}, {kYes, kYes}, {kNo, kNo}, {kNo, kNo}});
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->body, 1u);
  EXPECT_FALSE(last_rib({{kYes, kYes}, {kYes, kYes}}));
  EXPECT_FALSE(last_rib({{kYes, kYes}, {kUnseen, kUnseen}, {kNo, kNo}}));
  EXPECT_FALSE(last_rib({{kYes, kUnseen}, {kUnseen, kNo}})) << "one side ends, the other begins";
  EXPECT_FALSE(last_rib({{kNo, kNo}, {kYes, kYes}, {kNo, kNo}})) << "a rib below a body without is none";
  EXPECT_FALSE(last_rib({{kYes, kYes}, {kYes, kNo}, {kNo, kNo}})) << "on one side only: which body is T12?";
  const auto one_side = last_rib({{kYes, kUnseen}, {kYes, kUnseen}, {kNo, kUnseen}, {kUnseen, kUnseen}});
  ASSERT_TRUE(one_side);
  EXPECT_LT(one_side->confidence, plain->confidence);
}

TEST(CtDiscChain, TellsAColumnThatStandsOnItsHead) {
  const std::vector<int> discs = {12, 46, 80, 114, 148};
  DiscProfile profile = regular_profile(160, 12, 34);
  EXPECT_GT(vertebral_rhythm(profile, discs), inverted_rhythm(profile, discs));
  std::reverse(profile.pedicle.begin(), profile.pedicle.end()); // 0..159: the discs stay where they are
  EXPECT_GT(inverted_rhythm(profile, {11, 45, 79, 113, 147}), vertebral_rhythm(profile, {11, 45, 79, 113, 147}));
}

} // namespace
} // namespace spondyl::segmentation::ct
