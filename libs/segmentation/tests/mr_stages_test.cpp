#include "../src/mr/chain.h"
#include "../src/mr/closed_path.h"
#include "../src/mr/landmarks.h"
#include "../src/mr/sacrum.h"
#include "../src/mr/sagittal_stack.h"

#include <gtest/gtest.h>

namespace spondyl::segmentation::mr {
namespace {

Box body(double inferior, double score = 1.6) {
  Box box;
  box.centre = {100.0, inferior};
  box.height = 26.0;
  box.depth = 34.0;
  box.score = score;
  return box;
}

TEST(MrClosedPath, FollowsTheCheapestStateAllTheWayRound) {
  constexpr std::size_t rays = 24, states = 9;
  std::vector<float> cost(rays * states, 1.0F);
  for (std::size_t r = 0; r < rays; ++r)
    cost[r * states + (r < 12 ? 3 : 4)] = 0.0F;
  const std::vector<int> path = cheapest_closed_path(cost, rays, states, 1, 0.1F);
  ASSERT_EQ(path.size(), rays);
  for (std::size_t r = 0; r < rays; ++r)
    EXPECT_EQ(path[r], r < 12 ? 3 : 4);
}

TEST(MrClosedPath, NeverStepsFurtherThanAllowedNotEvenAcrossTheSeam) {
  constexpr std::size_t rays = 16, states = 11;
  std::vector<float> cost(rays * states, 1.0F);
  for (std::size_t r = 0; r < rays; ++r)
    cost[r * states + (r * 7) % states] = 0.0F;
  const std::vector<int> path = cheapest_closed_path(cost, rays, states, 2, 0.01F);
  for (std::size_t r = 0; r < rays; ++r)
    EXPECT_LE(std::abs(path[r] - path[(r + 1) % rays]), 2) << "ray " << r;
}

TEST(MrChain, LinksBodiesThatFollowOneAnotherAndLeavesOutAStray) {
  Box stray = body(85.0, 1.9);
  stray.centre.posterior = 160.0;
  const auto chain = best_chain({body(20), body(54), body(88), stray, body(122)}, {});
  ASSERT_TRUE(chain);
  ASSERT_EQ(chain->boxes.size(), 4U);
  for (const Box& box : chain->boxes)
    EXPECT_DOUBLE_EQ(box.centre.posterior, 100.0);
}

TEST(MrChain, RefusesNeighboursThatOverlapTurnOrLieTooFarApart) {
  EXPECT_TRUE(neighbour_misfit(body(20), body(54)));
  EXPECT_FALSE(neighbour_misfit(body(20), body(38)));
  EXPECT_FALSE(neighbour_misfit(body(20), body(80)));
  Box turned = body(54);
  turned.angle = 0.6;
  EXPECT_FALSE(neighbour_misfit(body(20), turned));
}

TEST(MrChain, IsEmptyWithoutBoxes) {
  const auto chain = best_chain({}, {});
  ASSERT_TRUE(chain);
  EXPECT_TRUE(chain->boxes.empty());
}

Box tilted(PlanePoint centre, double degrees, double height, double depth, double score) {
  Box box;
  box.centre = centre;
  box.angle = -degrees * 3.14159265 / 180.0;
  box.height = height;
  box.depth = depth;
  box.score = score;
  return box;
}

TEST(MrSacrum, IsFoundBelowASharpTurn) {
  const std::vector<Box> chain = {body(20), body(54), tilted({102, 88}, 18, 26, 34, 1.6)};
  const Box s1 = tilted({120, 118}, 50, 24, 26, 1.1);
  const SacrumFinding finding = find_sacrum(chain, {chain[0], chain[1], chain[2], s1}, {300, 300});
  EXPECT_EQ(finding.presacral, 3U);
  EXPECT_GE(finding.confidence, 0.8);
}

TEST(MrSacrum, TakesASteepFaintLastBodyForS1) {
  std::vector<Box> chain = {body(20), body(54), tilted({102, 88}, 18, 26, 34, 1.6)};
  const Box s1 = tilted({120, 118}, 44, 24, 26, 1.0);
  std::vector<Box> with_s1 = chain;
  with_s1.push_back(s1);
  const SacrumFinding finding = find_sacrum(with_s1, with_s1, {300, 300});
  EXPECT_EQ(finding.presacral, 3U);
}

TEST(MrSacrum, IsNotDecidedByWhichOfTwoEquallyGoodBoxesIsTaken) {
  const std::vector<Box> chain = {body(20), body(54), tilted({102, 88}, 18, 26, 34, 1.6)};
  const Box steep = tilted({120, 118}, 50, 24, 26, 1.1), flat = tilted({112, 121}, 26, 29, 40, 1.22);
  for (const std::vector<Box>& boxes : {std::vector<Box>{steep, flat}, {flat, steep}})
    EXPECT_GE(find_sacrum(chain, boxes, {300, 300}).confidence, 0.8);
  EXPECT_LT(find_sacrum(chain, {flat}, {300, 300}).confidence, 0.5);
}

/// A chain, and what lies below it, turned about the origin: the patient lies askew.
std::vector<Box> askew(std::vector<Box> boxes, double degrees) {
  const double angle = degrees * 3.14159265 / 180.0, c = std::cos(angle), s = std::sin(angle);
  for (Box& box : boxes) {
    box.centre = {c * box.centre.posterior + s * box.centre.inferior + 100.0,
                  -s * box.centre.posterior + c * box.centre.inferior + 100.0};
    box.angle -= angle;
  }
  return boxes;
}

TEST(MrSacrum, IsTheSameInAPatientWhoLiesAskew) {
  // L4 and L5 turn by 18 degrees, L5 and S1 by 32; turned by 20 degrees more L5 would be as steep as a usual S1.
  const std::vector<Box> chain = {body(20), body(54), body(88), tilted({102, 122}, 18, 26, 34, 1.6),
                                  tilted({116, 153}, 33, 25, 33, 1.5)};
  const Box s1 = tilted({140, 175}, 60, 24, 26, 1.1);
  std::vector<Box> all = chain;
  all.push_back(s1);
  const auto presacral = [&](double degrees) {
    const std::vector<Box> turned = askew(all, degrees);
    return find_sacrum({turned.begin(), turned.end() - 1}, turned, {500, 500}).presacral;
  };
  EXPECT_EQ(presacral(0.0), 5U);
  EXPECT_EQ(presacral(20.0), 5U);
}

TEST(MrSacrum, IsNotFoundAtTheEdgeOfTheImage) {
  const std::vector<Box> chain = {body(20), body(54), tilted({102, 88}, 18, 26, 34, 1.6)};
  const Box s1 = tilted({120, 118}, 50, 24, 26, 1.1);
  EXPECT_FALSE(find_sacrum(chain, {s1}, {300, 130}).first_sacral);
}

TEST(MrLandmarks, AreTheCornersAndMiddlesOfARectangle) {
  const Quad quad = {{10, 20}, {44, 20}, {44, 46}, {10, 46}};
  Outline outline;
  outline.quad = quad;
  const std::vector<PlanePoint> corners = {quad.anterior_superior, quad.posterior_superior, quad.posterior_inferior,
                                           quad.anterior_inferior};
  for (std::size_t side = 0; side < 4; ++side)
    for (int i = 0; i < 24; ++i)
      outline.points.push_back(corners[side] * (1.0 - i / 24.0) + corners[(side + 1) % 4] * (i / 24.0));
  const auto points = place_landmarks(outline);
  ASSERT_TRUE(points);
  EXPECT_LT(length(points->anterior_superior - quad.anterior_superior), 0.1);
  EXPECT_LT(length(points->posterior_inferior - quad.posterior_inferior), 0.1);
  EXPECT_LT(length(points->middle_superior - PlanePoint{27, 20}), 0.3);
  EXPECT_LT(length(points->middle_inferior - PlanePoint{27, 46}), 0.3);
}

TEST(MrSagittalStack, ReordersAnAxialVolumeWithThinSlices) {
  VolumeGeometry g;
  g.size = {20, 60, 50};
  g.column_spacing = 4.0;
  g.origin = {0, 0, 0};
  std::vector<float> voxels(g.size.voxels());
  for (int k = 0; k < 50; ++k)
    for (int r = 0; r < 60; ++r)
      for (int c = 0; c < 20; ++c)
        voxels[g.offset(c, r, k)] = static_cast<float>(100 * c + k);
  const auto stack = make_sagittal_stack(Volume(g, std::move(voxels), Modality::mr), {});
  ASSERT_TRUE(stack);
  EXPECT_EQ(stack->plane_count(), 20);
  EXPECT_EQ(stack->rows, 50);
  const PatientPoint top = stack->to_patient({0, 0}, 3 * stack->plane_spacing);
  EXPECT_NEAR(top.z, 49.0, 1e-9);
  EXPECT_NEAR(top.x, 12.0, 1e-9);
  EXPECT_NEAR(stack->planes[3].at(5, 0), 349.0F, 1e-3);
  EXPECT_NEAR(stack->planes[3].at(5, 49), 300.0F, 1e-3);
}

TEST(MrSagittalStack, AveragesPlanesThinnerThanTwoMillimetres) {
  VolumeGeometry g;
  g.size = {60, 60, 40};
  g.column_axis = {0, 1, 0};
  g.row_axis = {0, 0, -1};
  g.slice_axis = {1, 0, 0};
  const auto stack = make_sagittal_stack(Volume(g, std::vector<float>(g.size.voxels(), 3.0F), Modality::mr), {});
  ASSERT_TRUE(stack);
  EXPECT_EQ(stack->plane_count(), 20);
  EXPECT_DOUBLE_EQ(stack->plane_spacing, 2.0);
  EXPECT_NEAR(stack->to_patient({0, 0}, 0.0).x, 0.5, 1e-9);
}

} // namespace
} // namespace spondyl::segmentation::mr
