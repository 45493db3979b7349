#include "../src/mr/chain.h"
#include "../src/mr/expected_bodies.h"
#include "../src/mr/tracing.h"
#include "mr_phantom.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spondyl/segmentation/segment.h>

namespace spondyl::segmentation::mr {
namespace {

using testing::HasSubstr;

double median_height(const SegmentedBody& body, double (SixPoints::*height)() const) {
  std::vector<double> heights;
  for (const SixPoints& p : body.slab)
    heights.push_back((p.*height)());
  std::sort(heights.begin(), heights.end());
  return heights.empty() ? 0.0 : heights[heights.size() / 2];
}

/// L1 to L5 and a sacrum, the first body's top `above` mm below the edge of the image.
MrPhantom lumbar_spine(double above = 13.5) {
  MrPhantom phantom = MrPhantom::straight(4, 260);
  phantom.with_body({92.0, 163.0, 26.0, 33.0, -0.35});  // L5
  phantom.with_body({106.0, 196.0, 24.0, 28.0, -0.85}); // S1, steep
  phantom.with_body({130.0, 214.0, 20.0, 20.0, -1.0});  // S2
  return phantom.moved_down(above - 13.5);
}

TEST(MrFracture, IsMeasuredInTheMiddleOfTheChain) {
  const MrPhantom phantom = lumbar_spine(1.0).with_collapse(2, 13.0);
  const auto spine = segment_spine(phantom.volume(), {}, {});
  ASSERT_TRUE(spine) << spine.error().text();
  ASSERT_EQ(spine->bodies.size(), 5U);
  const SegmentedBody& broken = spine->bodies[2];
  EXPECT_EQ(broken.status, BodyStatus::measured) << broken.reason;
  EXPECT_NEAR(median_height(broken, &SixPoints::anterior_height), 13.0, 1.5); // mm: corners are rounded off
  EXPECT_NEAR(median_height(broken, &SixPoints::middle_height), 13.0, 1.0);
  EXPECT_NEAR(median_height(broken, &SixPoints::posterior_height), 13.0, 1.5);
  EXPECT_EQ(broken.level_guess->name(), "L3");
}

TEST(MrFracture, IsNotDroppedAtTheUpperEndOfTheChain) {
  for (const double height : {15.0, 11.0}) {
    const MrPhantom phantom = lumbar_spine(1.0).with_collapse(0, height);
    const auto spine = segment_spine(phantom.volume(), {}, {});
    ASSERT_TRUE(spine) << spine.error().text();
    ASSERT_EQ(spine->bodies.size(), 5U) << height;
    const SegmentedBody& broken = spine->bodies.front();
    EXPECT_NEAR(broken.frame.centre.z, phantom.centre(0).z, 6.0);
    if (broken.status == BodyStatus::measured)
      EXPECT_NEAR(median_height(broken, &SixPoints::middle_height), height, 1.5);
    else
      EXPECT_FALSE(broken.reason.empty());
    EXPECT_EQ(broken.level_guess->name(), "L1");
  }
}

TEST(MrFracture, LeavesABodyThatIsNotAssessableWhereNoneIsSeen) {
  const MrPhantom phantom = lumbar_spine().with_faint(2);
  const auto spine = segment_spine(phantom.volume(), {}, {});
  ASSERT_TRUE(spine) << spine.error().text();
  ASSERT_EQ(spine->bodies.size(), 5U);
  EXPECT_EQ(spine->bodies[2].status, BodyStatus::not_assessable);
  EXPECT_THAT(spine->bodies[2].reason, HasSubstr("must lie here"));
  EXPECT_NEAR(spine->bodies[2].frame.centre.z, phantom.centre(2).z, 4.0); // mm
  EXPECT_THAT(spine->warnings, testing::Contains(HasSubstr("may be collapsed")));
  for (const std::size_t sound : {1U, 3U, 4U})
    EXPECT_EQ(spine->bodies[sound].status, BodyStatus::measured) << spine->bodies[sound].reason;
  EXPECT_EQ(spine->bodies[0].level_guess->name(), "L1"); // the missing one is counted
  EXPECT_EQ(spine->bodies[1].level_guess->name(), "L2");
}

TEST(MrFracture, IsMeasuredWhereBothEndplatesAreHollow) {
  const MrPhantom phantom = lumbar_spine().with_bend(2, 5.0);
  const auto spine = segment_spine(phantom.volume(), {}, {});
  ASSERT_TRUE(spine) << spine.error().text();
  ASSERT_EQ(spine->bodies.size(), 5U);
  EXPECT_EQ(spine->bodies[2].status, BodyStatus::measured) << spine->bodies[2].reason;
  EXPECT_NEAR(median_height(spine->bodies[2], &SixPoints::middle_height), 16.0, 1.2);   // mm
  EXPECT_NEAR(median_height(spine->bodies[2], &SixPoints::anterior_height), 26.0, 2.0); // mm: rims are rounded off
  EXPECT_NEAR(median_height(spine->bodies[2], &SixPoints::posterior_height), 26.0, 2.0);
}

TEST(MrHardware, IsSaidAndNotMeasured) {
  for (const double radius : {8.0, 16.0}) { // mm: within the body, and all of it
    const auto spine = segment_spine(lumbar_spine().with_hole(1, radius).volume(), {}, {});
    ASSERT_TRUE(spine) << spine.error().text();
    ASSERT_EQ(spine->bodies.size(), 5U) << radius;
    EXPECT_EQ(spine->bodies[1].status, BodyStatus::not_assessable) << radius;
    EXPECT_THAT(spine->warnings, testing::Contains(HasSubstr("as metal leaves it"))) << spine->bodies[1].reason;
    EXPECT_EQ(spine->bodies[4].status, BodyStatus::measured) << spine->bodies[4].reason;
  }
}

Box body(double inferior, double height = 26.0) {
  Box box;
  box.centre = {100.0, inferior};
  box.height = height;
  box.depth = 34.0;
  box.score = 1.6;
  return box;
}

TEST(MrChain, PassesOverABodyThatIsNotSeen) {
  const auto chain = best_chain({body(20), body(54), body(122), body(156)}, {});
  ASSERT_TRUE(chain);
  EXPECT_EQ(chain->boxes.size(), 4U);
  EXPECT_EQ(chain->gaps, std::vector<std::size_t>{1});
}

TEST(MrChain, DoesNotPassOverTwoBodies) {
  EXPECT_TRUE(misfit_across_gap(body(54), body(122)));
  EXPECT_TRUE(misfit_across_gap(body(54), body(108))); // a collapsed one
  EXPECT_FALSE(misfit_across_gap(body(54), body(156)));
  EXPECT_FALSE(misfit_across_gap(body(54), body(90))); // a disc
}

TEST(MrChain, KeepsACollapsedBodyAtItsEnd) {
  const auto chain = best_chain({body(36, 14), body(64), body(98), body(132)}, {});
  ASSERT_TRUE(chain);
  EXPECT_EQ(chain->boxes.size(), 4U);
}

/// Outlines of the boxes' own sides, as if they had been traced.
Tracing traced_as(const std::vector<Box>& boxes) {
  Tracing tracing;
  for (const Box& box : boxes) {
    Outline outline;
    outline.quad = quad_of(box);
    tracing.middles.push_back(outline);
  }
  return tracing;
}

std::vector<BodyRequest> requests_for(const std::vector<Box>& boxes) {
  std::vector<BodyRequest> out;
  for (const Box& box : boxes)
    out.push_back({box, false, std::nullopt, false, {}});
  return out;
}

TEST(MrDiscs, AreNotTakenForBodies) {
  Box disc = body(76, 14);
  disc.depth = 20;
  const std::vector<Box> boxes = {body(54), disc, body(98)};
  std::vector<BodyRequest> requests = requests_for(boxes);
  EXPECT_TRUE(remove_discs(traced_as(boxes), requests));
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_DOUBLE_EQ(requests[1].box.centre.inferior, 98.0);
  requests = requests_for(boxes);
  requests[1].seeded = true; // what a reader points at stays
  EXPECT_FALSE(remove_discs(traced_as(boxes), requests));
}

TEST(MrDiscs, AreToldFromCollapsedBodies) {
  const std::vector<Box> apart = {body(48), body(76, 14), body(104)}; // 8 mm of disc to either side
  std::vector<BodyRequest> requests = requests_for(apart);
  EXPECT_FALSE(remove_discs(traced_as(apart), requests));
  const std::vector<Box> touching = {body(54), body(76, 15), body(98)}; // discs gone, but as deep as its neighbours
  requests = requests_for(touching);
  EXPECT_FALSE(remove_discs(traced_as(touching), requests));
}

TEST(MrExpectedBodies, FillAGapButForTheDiscs) {
  const Quad room = room_between(quad_of(body(54)), quad_of(body(122)));
  EXPECT_NEAR(room.centre().inferior, 88.0, 1e-9);
  EXPECT_NEAR(room.height(), 68.0 - 26.0 - 12.0, 1.0); // mm: two discs of 6 mm
}

TEST(MrExpectedBodies, AreAskedForAboveTheChainOnlyAsFarAsTheImageShowsSomething) {
  const MrPhantom phantom = MrPhantom::straight(4, 240).moved_down(80.0);
  SagittalStack stack = *make_sagittal_stack(phantom.volume(), {});
  Chain chain;
  for (std::size_t i = 0; i < 4; ++i) {
    Box box = body(stack.to_plane(phantom.centre(i)).inferior);
    box.centre.posterior = stack.to_plane(phantom.centre(i)).posterior;
    box.lateral = stack.to_lateral(phantom.centre(i));
    chain.boxes.push_back(box);
  }
  const auto requests = bodies_of_chain(stack, chain, {});
  ASSERT_EQ(requests.size(), 5U); // one, not as many as there is room for: nothing was seen
  EXPECT_TRUE(requests[0].expected);
  EXPECT_FALSE(requests[1].expected);
  for (PlaneImage& plane : stack.planes)
    for (int r = 0; r < 90; ++r)
      std::fill(plane.row(r), plane.row(r) + plane.columns(), 0.0F);
  EXPECT_EQ(bodies_of_chain(stack, chain, {}).size(), 4U);
}

} // namespace
} // namespace spondyl::segmentation::mr
