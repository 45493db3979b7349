#include "mr_phantom.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>
#include <spondyl/segmentation/segment.h>
#include <tbb/global_control.h>

namespace spondyl::segmentation::mr {
namespace {

using testing::HasSubstr;

double median(std::vector<double> v) {
  std::sort(v.begin(), v.end());
  return v[v.size() / 2];
}
double median_height(const SegmentedBody& body, double (SixPoints::*height)() const) {
  std::vector<double> heights;
  for (const SixPoints& p : body.slab)
    heights.push_back((p.*height)());
  return median(heights);
}
const SegmentedBody* body_at(const SegmentedSpine& spine, PatientPoint centre) {
  for (const SegmentedBody& body : spine.bodies)
    if (std::hypot(body.frame.centre.y - centre.y, body.frame.centre.z - centre.z) < 6.0)
      return &body;
  return nullptr;
}
Volume filled(float value, int slices = 13) {
  VolumeGeometry g = MrPhantom::straight(1, 150).volume().geometry();
  g.size.slices = slices;
  return {g, std::vector<float>(g.size.voxels(), value), Modality::mr};
}

TEST(MrSegmentSpine, FindsEveryBodyOfAPhantomWithItsHeights) {
  const MrPhantom phantom = MrPhantom::straight(5, 200);
  const auto spine = segment_spine(phantom.volume(), {}, {});
  ASSERT_TRUE(spine) << spine.error().text();
  ASSERT_EQ(spine->bodies.size(), 5U);
  for (std::size_t i = 0; i < 5; ++i) {
    const SegmentedBody& body = spine->bodies[i];
    EXPECT_EQ(body.status, BodyStatus::measured) << body.reason;
    EXPECT_NEAR(body.frame.centre.z, phantom.centre(i).z, 1.5);
    EXPECT_NEAR(body.frame.centre.y, phantom.centre(i).y, 1.5);
    EXPECT_NEAR(body.frame.centre.x, 0.0, 4.0);
    EXPECT_NEAR(median_height(body, &SixPoints::anterior_height), 26.0, 0.6); // mm
    EXPECT_NEAR(median_height(body, &SixPoints::middle_height), 26.0, 0.6);
    EXPECT_NEAR(median_height(body, &SixPoints::posterior_height), 26.0, 0.6);
    EXPECT_GT(body.frame.superior.z, 0.95);
    EXPECT_LT(body.frame.anterior.y, -0.95);
    EXPECT_GT(body.slab.front().posterior_superior.y, body.slab.front().anterior_superior.y);
  }
}

TEST(MrSegmentSpine, LabelsTheVoxelsOfEachBody) {
  const MrPhantom phantom = MrPhantom::straight(5, 200);
  const auto spine = segment_spine(phantom.volume(), {}, {});
  ASSERT_TRUE(spine);
  const VolumeGeometry& g = spine->labels.geometry;
  for (std::size_t i = 0; i < spine->bodies.size(); ++i) {
    const IndexPoint at = g.to_index(phantom.centre(i));
    const auto value =
        spine->labels.voxels[g.offset(static_cast<int>(std::lround(at.column)), static_cast<int>(std::lround(at.row)),
                                      static_cast<int>(std::lround(at.slice)))];
    EXPECT_EQ(value, spine->bodies[i].label);
    const auto volume_mm3 =
        static_cast<double>(std::count(spine->labels.voxels.begin(), spine->labels.voxels.end(), value)) *
        g.slice_spacing;
    EXPECT_NEAR(volume_mm3, 26.0 * 33.0 * 36.0, 0.3 * 26.0 * 33.0 * 36.0);
  }
}

TEST(MrSegmentSpine, MeasuresACollapsedBodyAsCollapsed) {
  const auto spine = segment_spine(MrPhantom::straight(5, 200).with_height(2, 18.0).volume(), {}, {});
  ASSERT_TRUE(spine);
  const SegmentedBody* body = body_at(*spine, MrPhantom::straight(5, 200).centre(2));
  ASSERT_NE(body, nullptr);
  EXPECT_NEAR(median_height(*body, &SixPoints::middle_height), 18.0, 1.0); // mm
}

TEST(MrSegmentSpine, DoesNotMeasureABodyCutByTheFieldOfView) {
  MrPhantom phantom = MrPhantom::straight(5, 180);
  phantom.moved_down(-19.0); // the first body's upper third is outside
  const auto spine = segment_spine(phantom.volume(), {}, {});
  ASSERT_TRUE(spine);
  const SegmentedBody* cut = body_at(*spine, {0.0, phantom.centre(0).y, 100.0 - 10.0});
  if (cut != nullptr) {
    EXPECT_EQ(cut->status, BodyStatus::not_assessable);
    EXPECT_THAT(cut->reason, HasSubstr("field of view"));
  }
  EXPECT_EQ(std::count_if(spine->bodies.begin(), spine->bodies.end(),
                          [](const SegmentedBody& b) { return b.status == BodyStatus::measured; }),
            4);
}

TEST(MrSegmentSpine, NamesLevelsFromTheSacrumAndLeavesItOut) {
  MrPhantom phantom = MrPhantom::straight(4, 260);
  phantom.with_body({92.0, 163.0, 26.0, 33.0, -0.35});  // L5
  phantom.with_body({106.0, 196.0, 24.0, 28.0, -0.85}); // S1, steep
  phantom.with_body({130.0, 214.0, 20.0, 20.0, -1.0});  // S2
  const auto spine = segment_spine(phantom.volume(), {}, {});
  ASSERT_TRUE(spine);
  ASSERT_EQ(spine->bodies.size(), 5U);
  EXPECT_EQ(spine->labelling.anchor, LevelAnchor::sacrum);
  EXPECT_GE(spine->labelling.confidence, kCertainLabelling);
  EXPECT_EQ(spine->bodies.back().level_guess->name(), "L5");
  EXPECT_EQ(spine->bodies.front().level_guess->name(), "L1");
  ASSERT_TRUE(spine->sacral_endplate);
  const double slope = std::atan2(spine->sacral_endplate->anterior.z - spine->sacral_endplate->posterior.z,
                                  spine->sacral_endplate->posterior.y - spine->sacral_endplate->anterior.y);
  EXPECT_NEAR(slope, -0.85, 0.15); // radians: the anterior end lies lower
  Request without;
  without.without.insert("mr.sacrum");
  const auto uncounted = segment_spine(phantom.volume(), without, {});
  ASSERT_TRUE(uncounted);
  EXPECT_EQ(uncounted->labelling.anchor, LevelAnchor::none);
}

TEST(MrSegmentSpine, IsNotCertainOfLevelsWithoutASacrum) {
  const auto spine = segment_spine(MrPhantom::straight(5, 200).volume(), {}, {});
  ASSERT_TRUE(spine);
  EXPECT_FALSE(spine->sacral_endplate);
  EXPECT_LT(spine->labelling.confidence, kCertainLabelling);
}

TEST(MrSegmentSpine, GivesTheSameAnswerWhateverTheOrderOfRowsAndSlices) {
  const Volume volume = MrPhantom::straight(4, 170).volume();
  VolumeGeometry g = volume.geometry();
  std::vector<float> turned(volume.voxels().size());
  for (int k = 0; k < g.size.slices; ++k)
    for (int r = 0; r < g.size.rows; ++r)
      for (int c = 0; c < g.size.columns; ++c)
        turned[g.offset(c, g.size.rows - 1 - r, g.size.slices - 1 - k)] = volume.at(c, r, k);
  g.origin = volume.geometry().to_patient({0, g.size.rows - 1.0, g.size.slices - 1.0});
  g.row_axis = -g.row_axis;
  g.slice_axis = -g.slice_axis;
  const auto plain = segment_spine(volume, {}, {});
  const auto flipped = segment_spine(Volume(g, std::move(turned), Modality::mr), {}, {});
  ASSERT_TRUE(plain && flipped);
  ASSERT_EQ(plain->bodies.size(), flipped->bodies.size());
  for (std::size_t i = 0; i < plain->bodies.size(); ++i)
    EXPECT_NEAR(distance(plain->bodies[i].frame.centre, flipped->bodies[i].frame.centre), 0.0, 1e-6);
}

TEST(MrSegmentSpine, DoesNotDependOnTheNumberOfThreads) {
  const Volume volume = MrPhantom::straight(4, 170).volume();
  const auto run = [&](std::size_t threads) {
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
    return segment_spine(volume, {}, {});
  };
  const auto one = run(1), two = run(2);
  ASSERT_TRUE(one && two);
  EXPECT_EQ(one->labels.voxels, two->labels.voxels);
  ASSERT_EQ(one->bodies.size(), two->bodies.size());
  for (std::size_t i = 0; i < one->bodies.size(); ++i)
    EXPECT_EQ(one->bodies[i].slab, two->bodies[i].slab);
}

TEST(MrSegmentSpine, RefusesWhatHoldsNoSpineWithAReason) {
  const auto refusal = [](const Volume& volume) {
    const auto spine = segment_spine(volume, {}, {});
    EXPECT_FALSE(spine);
    EXPECT_EQ(spine.error().code, ErrorCode::not_measurable);
    return spine.error().message;
  };
  EXPECT_THAT(refusal(filled(7.0F)), HasSubstr("no image"));
  EXPECT_THAT(refusal(filled(std::numeric_limits<float>::quiet_NaN())), HasSubstr("no image"));
  EXPECT_THAT(refusal(MrPhantom().volume()), HasSubstr("empty"));
  VolumeGeometry tiny;
  tiny.size = {5, 5, 5};
  EXPECT_THAT(refusal(Volume(tiny, std::vector<float>(125, 1.0F), Modality::mr)), HasSubstr("field of view"));
  EXPECT_THAT(refusal(MrPhantom::straight(1, 60).volume()), HasSubstr("fewer than three"));
}

TEST(MrSegmentSpine, RefusesThickAxialSlices) {
  VolumeGeometry axial;
  axial.size = {128, 128, 30};
  axial.column_spacing = axial.row_spacing = 1.5;
  axial.slice_spacing = 4.0;
  const auto spine = segment_spine(Volume(axial, std::vector<float>(axial.size.voxels(), 1.0F), Modality::mr), {}, {});
  ASSERT_FALSE(spine);
  EXPECT_EQ(spine.error().code, ErrorCode::not_measurable);
  EXPECT_THAT(spine.error().message, HasSubstr("too far apart"));
}

TEST(MrSegmentSpine, StopsWhenCancelled) {
  const CancelToken token;
  const Progress progress(
      [&](double fraction, std::string_view) {
        if (fraction >= 0.1)
          token.cancel();
      },
      token);
  const auto spine = segment_spine(MrPhantom::straight(4, 170).volume(), {}, progress);
  ASSERT_FALSE(spine);
  EXPECT_EQ(spine.error().code, ErrorCode::cancelled);
}

TEST(MrSegmentSpine, MeasuresWhereSeedsPointAndNumbersFromThem) {
  const MrPhantom phantom = MrPhantom::straight(4, 170);
  Request request;
  for (std::size_t i = 0; i < 4; ++i)
    request.seeds.push_back(
        {phantom.centre(i) + PatientVector{2.0, 4.0, -3.0}, VertebraLevel::from_rank(22 + static_cast<int>(i))});
  const auto spine = segment_spine(phantom.volume(), request, {});
  ASSERT_TRUE(spine) << spine.error().text();
  ASSERT_EQ(spine->bodies.size(), 4U);
  EXPECT_EQ(spine->labelling.anchor, LevelAnchor::reader);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_TRUE(spine->bodies[i].seeded);
    EXPECT_EQ(spine->bodies[i].status, BodyStatus::measured);
    EXPECT_EQ(spine->bodies[i].level_guess, VertebraLevel::from_rank(22 + static_cast<int>(i)));
    EXPECT_NEAR(median_height(spine->bodies[i], &SixPoints::middle_height), 26.0, 0.6); // mm
  }
}

TEST(MrSegmentSpine, KeepsAutomaticBodiesBetweenDistantSeeds) {
  const MrPhantom phantom = MrPhantom::straight(4, 170);
  Request request;
  request.seeds = {{phantom.centre(0), VertebraLevel::parse("L1")}, {phantom.centre(3), VertebraLevel::parse("L4")}};
  const auto spine = segment_spine(phantom.volume(), request, {});
  ASSERT_TRUE(spine);
  ASSERT_EQ(spine->bodies.size(), 4U);
  EXPECT_FALSE(spine->bodies[1].seeded);
  EXPECT_EQ(spine->bodies[1].level_guess->name(), "L2");
}

TEST(MrSegmentSpine, AnswersASeedThatShowsNothingAsNotAssessable) {
  const MrPhantom phantom = MrPhantom::straight(3, 170);
  Request request;
  request.seeds = {{{0.0, -20.0 + 60.0, 100.0 - 150.0}, std::nullopt}};
  const auto spine = segment_spine(phantom.volume(), request, {});
  ASSERT_TRUE(spine);
  ASSERT_EQ(spine->bodies.size(), 1U);
  EXPECT_EQ(spine->bodies[0].status, BodyStatus::not_assessable);
  EXPECT_FALSE(spine->bodies[0].reason.empty());
}

} // namespace
} // namespace spondyl::segmentation::mr
