#include "ct_phantom.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <spondyl/phantom/phantom_spine.h>
#include <spondyl/segmentation/segment.h>

namespace spondyl::segmentation {
namespace {

using test::CtPhantom;

double median_height(const std::vector<SixPoints>& slab, double (SixPoints::*height)() const) {
  std::vector<double> values;
  for (const SixPoints& points : slab)
    values.push_back((points.*height)());
  std::sort(values.begin(), values.end());
  return values.empty() ? 0.0 : values[values.size() / 2];
}

TEST(CtFindings, GiveTheMiddleHeightAcrossASchmorlNodeAndAtItsBottom) {
  CtPhantom phantom;
  phantom.node_body = 2;
  phantom.node_depth = 5.0;
  const auto spine = segment_spine(phantom.volume(phantom.axial(0.8, 1.0)), {}, {});
  ASSERT_TRUE(spine) << spine.error().text();
  ASSERT_EQ(spine->bodies.size(), 5u);
  const SegmentedBody& body = spine->bodies[2];
  ASSERT_EQ(body.status, BodyStatus::measured) << body.reason;
  EXPECT_NEAR(median_height(body.slab, &SixPoints::middle_height), phantom.height, 1.0) << "mm, bridged";
  ASSERT_FALSE(body.slab_unbridged.empty());
  EXPECT_NEAR(median_height(body.slab_unbridged, &SixPoints::middle_height), phantom.height - 5.0, 1.5) << "mm";
  EXPECT_TRUE(spine->bodies[1].slab_unbridged.empty());
}

/// The largest error of the three heights (mm) of the body at a place; nothing when it was not measured.
std::optional<double> error_of(const SegmentedSpine& spine, const phantom::PhantomBody& truth) {
  for (const SegmentedBody& body : spine.bodies)
    if (body.status == BodyStatus::measured && distance(body.frame.centre, truth.frame.centre) < 8.0)
      return std::max(
          {std::abs(median_height(body.slab, &SixPoints::anterior_height) - truth.landmarks.anterior_height()),
           std::abs(median_height(body.slab, &SixPoints::middle_height) - truth.landmarks.middle_height()),
           std::abs(median_height(body.slab, &SixPoints::posterior_height) - truth.landmarks.posterior_height())});
  return std::nullopt;
}

TEST(CtFindings, KeepTheRimOfTheLastBodyOfAKyphoticColumn) {
  const phantom::Phantom truth = phantom::PhantomSpine().levels("T9", "T12").spacing(0.9, 1.25).noise(15).build();
  const auto spine = segment_spine(truth.volume, {}, {});
  ASSERT_TRUE(spine) << spine.error().text();
  const auto error = error_of(*spine, truth.bodies.back());
  ASSERT_TRUE(error);
  EXPECT_LT(*error, 1.5) << "mm";
}

TEST(CtFindings, StateNoLevelInANeck) {
  CtPhantom neck;
  neck.bodies = 6;
  neck.height = 13.0;
  neck.disc = 5.0;
  neck.depth_radius = 8.0;
  neck.width_radius = 9.0;
  const auto spine = segment_spine(neck.volume(neck.axial(0.8, 1.0)), {}, {});
  if (!spine) {
    EXPECT_EQ(spine.error().code, ErrorCode::not_measurable);
    return;
  }
  EXPECT_LT(spine->labelling.confidence, kCertainLabelling) << "no anchor is in view";
}

} // namespace
} // namespace spondyl::segmentation
