#include "../src/mr/quality.h"
#include "../src/mr/tracing.h"
#include "mr_phantom.h"

#include <gtest/gtest.h>

namespace spondyl::segmentation::mr {
namespace {

constexpr std::size_t kAddedPlanes = 4; // to either side, so that the stack cuts no body

/// The phantom's stack and a request at every body, `off` mm to the left of its middle.
struct Prepared {
  SagittalStack stack;
  std::vector<BodyRequest> requests;
};

Prepared prepared(const MrPhantom& phantom, double off = 0.0) {
  Prepared out;
  out.stack = *make_sagittal_stack(phantom.volume(), {});
  for (auto* planes : {&out.stack.planes, &out.stack.data}) { // planes beside the bodies, without structure
    planes->front() = planes->back() = PlaneImage(out.stack.columns, out.stack.rows, 1.0F);
    planes->insert(planes->begin(), kAddedPlanes, planes->front());
    planes->insert(planes->end(), kAddedPlanes, planes->back());
  }
  out.stack.origin =
      out.stack.origin - out.stack.left_axis * (static_cast<double>(kAddedPlanes) * out.stack.plane_spacing);
  for (std::size_t i = 0; i < phantom.bodies().size(); ++i) {
    Box box;
    box.centre = out.stack.to_plane(phantom.centre(i));
    box.lateral = out.stack.to_lateral(phantom.centre(i)) + off;
    box.height = phantom.bodies()[i].height;
    box.depth = phantom.bodies()[i].depth;
    out.requests.push_back({box, false, std::nullopt, false, {}});
  }
  return out;
}

Tracing traced(Prepared& p, const Steps& steps = {}) {
  Tracing tracing = *trace_middles(p.stack, p.requests, Marrow::bright, steps, {});
  EXPECT_TRUE(follow_bodies(p.stack, p.requests, Marrow::bright, steps, {}, tracing));
  return tracing;
}

std::vector<Quality> judged(const Prepared& p, const Tracing& tracing) {
  std::vector<SlabLandmarks> slabs(tracing.bodies.size());
  for (std::size_t i = 0; i < slabs.size(); ++i)
    slabs[i].planes.push_back(*place_landmarks(tracing.bodies[i]->middle));
  return judge_bodies(p.stack, tracing.bodies, slabs, tracing.edges);
}

TEST(MrTracing, MovesABodyIntoTheMiddleOfItsExtent) {
  const MrPhantom phantom = MrPhantom::straight(3, 140);
  Prepared p = prepared(phantom, 13.0);
  (void)traced(p);
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_NEAR(p.requests[i].box.lateral, p.stack.to_lateral(phantom.centre(i)), 9.0); // mm
}

TEST(MrTracing, LeavesBodiesWhereTheyAreWithoutRecentring) {
  const MrPhantom phantom = MrPhantom::straight(3, 140);
  Prepared p = prepared(phantom, 13.0);
  Steps steps;
  steps.recentring = false;
  (void)traced(p, steps);
  EXPECT_DOUBLE_EQ(p.requests[1].box.lateral, p.stack.to_lateral(phantom.centre(1)) + 13.0);
}

TEST(MrEvidence, IsStableAndAPixelOrTwoWideForAClearBody) {
  Prepared p = prepared(MrPhantom::straight(3, 140));
  const Tracing tracing = traced(p);
  for (const EdgeEvidence& e : tracing.edges[1]) {
    ASSERT_TRUE(e.stability);
    ASSERT_TRUE(e.edge_width);
    EXPECT_LT(*e.stability, 1.0); // mm
    EXPECT_GT(*e.edge_width, 0.2);
    EXPECT_LT(*e.edge_width, 3.0);
  }
}

TEST(MrQuality, TrustsAClearBodyAndNotOneWhoseOutlineChangesWithTheStart) {
  Prepared p = prepared(MrPhantom::straight(3, 140));
  Tracing tracing = traced(p);
  EXPECT_GT(judged(p, tracing)[1].confidence, 0.8);
  tracing.edges[1][2].stability = 7.0; // mm
  const Quality doubted = judged(p, tracing)[1];
  EXPECT_LT(doubted.confidence, kAssessable);
  EXPECT_NE(doubted.doubt.find("where the search begins"), std::string::npos);
}

TEST(MrQuality, DoubtsABodyThatNeighbouringPlanesShowOtherwise) {
  Prepared p = prepared(MrPhantom::straight(3, 140));
  const Tracing tracing = traced(p);
  std::vector<SlabLandmarks> slabs(tracing.bodies.size());
  for (std::size_t i = 0; i < slabs.size(); ++i)
    slabs[i].planes.push_back(*place_landmarks(tracing.bodies[i]->middle));
  const double before = judge_bodies(p.stack, tracing.bodies, slabs, tracing.edges)[1].confidence;
  slabs[1].agreeing = 0.5;
  const Quality doubted = judge_bodies(p.stack, tracing.bodies, slabs, tracing.edges)[1];
  EXPECT_LT(doubted.confidence, 0.7 * before);
  EXPECT_NE(doubted.doubt.find("neighbouring planes"), std::string::npos);
}

TEST(MrQuality, DoubtsAPosteriorWallCutShort) {
  Prepared p = prepared(MrPhantom::straight(5, 200));
  Tracing tracing = traced(p);
  std::vector<SlabLandmarks> slabs(tracing.bodies.size());
  for (std::size_t i = 0; i < slabs.size(); ++i)
    slabs[i].planes.push_back(*place_landmarks(tracing.bodies[i]->middle));
  const double before = judge_bodies(p.stack, tracing.bodies, slabs, tracing.edges)[1].confidence;
  slabs[1].planes[0].posterior_superior.inferior += 8.0; // mm
  const Quality cut = judge_bodies(p.stack, tracing.bodies, slabs, tracing.edges)[1];
  EXPECT_LT(cut.confidence, 0.6 * before);
  EXPECT_NE(cut.doubt.find("posterior wall"), std::string::npos);
}

TEST(MrSteps, CanEachBeLeftOutByName) {
  ASSERT_GE(skippable_steps().size(), 5U);
  Request request;
  for (const SkippableStep& step : skippable_steps()) {
    EXPECT_EQ(step.name.substr(0, 3), "mr.");
    EXPECT_FALSE(step.purpose.empty());
    request.without.insert(step.name);
  }
  const Steps none = steps_of(request), all = steps_of({});
  EXPECT_TRUE(all.sacrum && all.second_pass && all.mid_sagittal && all.terms(Marrow::bright).barrier);
  EXPECT_FALSE(none.sacrum || none.second_pass || none.mid_sagittal || none.recentring || none.agreement ||
               none.terms(Marrow::bright).region || none.terms(Marrow::bright).barrier);
}

} // namespace
} // namespace spondyl::segmentation::mr
