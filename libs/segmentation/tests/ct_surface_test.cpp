#include "src/ct/endplate_model.h"
#include "src/ct/half_maximum.h"
#include "src/ct/no_data.h"
#include "src/ct/surface_matching.h"

#include <cmath>
#include <gtest/gtest.h>
#include <random>

namespace spondyl::segmentation::ct {
namespace {

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

} // namespace
} // namespace spondyl::segmentation::ct
