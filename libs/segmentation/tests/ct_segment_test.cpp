#include "ct_phantom.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>
#include <numbers>
#include <spondyl/segmentation/segment.h>
#include <tbb/global_control.h>

namespace spondyl::segmentation {
namespace {

using test::CtPhantom;

double median_height(const SegmentedBody& body, double (SixPoints::*height)() const) {
  std::vector<double> values;
  for (const SixPoints& points : body.slab)
    values.push_back((points.*height)());
  std::sort(values.begin(), values.end());
  return values.empty() ? 0.0 : values[values.size() / 2];
}

std::vector<SegmentedBody> measured(const SegmentedSpine& spine) {
  std::vector<SegmentedBody> result;
  std::copy_if(spine.bodies.begin(), spine.bodies.end(), std::back_inserter(result),
               [](const SegmentedBody& body) { return body.status == BodyStatus::measured; });
  return result;
}

void expect_upright_column(const SegmentedSpine& spine, const CtPhantom& phantom) {
  const std::vector<SegmentedBody> bodies = measured(spine);
  ASSERT_EQ(bodies.size(), static_cast<std::size_t>(phantom.bodies));
  for (int i = 0; i < phantom.bodies; ++i) {
    const SegmentedBody& body = bodies[static_cast<std::size_t>(i)];
    EXPECT_NEAR(body.frame.centre.z, phantom.centre(i), 2.0) << "body " << i;
    EXPECT_NEAR(median_height(body, &SixPoints::anterior_height), phantom.height, 1.2) << "body " << i;
    EXPECT_NEAR(median_height(body, &SixPoints::middle_height), phantom.height, 1.0) << "body " << i;
    EXPECT_NEAR(median_height(body, &SixPoints::posterior_height), phantom.height, 1.2) << "body " << i;
    EXPECT_GT(body.frame.superior.z, 0.97);
    EXPECT_LT(body.frame.anterior.y, -0.97);
    EXPECT_GT(body.frame.left.x, 0.97);
  }
}

TEST(CtSegment, MeasuresEveryBodyOfAnAxialStack) {
  const CtPhantom phantom;
  const auto spine = segment_spine(phantom.volume(phantom.axial()), {}, {});
  ASSERT_TRUE(spine) << spine.error().text();
  expect_upright_column(*spine, phantom);
}

TEST(CtSegment, MeasuresEveryBodyOfASagittalStack) {
  const CtPhantom phantom;
  const auto spine = segment_spine(phantom.volume(phantom.sagittal()), {}, {});
  ASSERT_TRUE(spine) << spine.error().text();
  expect_upright_column(*spine, phantom);
}

TEST(CtSegment, MeasuresBodiesOfAnObliqueStack) {
  const CtPhantom phantom;
  VolumeGeometry oblique = phantom.axial();
  const double angle = 15.0 * std::numbers::pi / 180.0;
  oblique.row_axis = {0.0, std::cos(angle), std::sin(angle)};
  oblique.slice_axis = {0.0, -std::sin(angle), std::cos(angle)};
  oblique.size.rows += 40;
  oblique.origin = {-55.0, -30.0, oblique.origin.z - 15.0};
  const auto spine = segment_spine(phantom.volume(oblique), {}, {});
  ASSERT_TRUE(spine) << spine.error().text();
  expect_upright_column(*spine, phantom);
}

TEST(CtSegment, MeasuresAWedgeFracture) {
  CtPhantom phantom;
  phantom.wedged_body = 2;
  phantom.anterior_share = 0.6;
  const auto spine = segment_spine(phantom.volume(phantom.axial(0.8, 1.0)), {}, {});
  ASSERT_TRUE(spine) << spine.error().text();
  const std::vector<SegmentedBody> bodies = measured(*spine);
  ASSERT_EQ(bodies.size(), 5u);
  EXPECT_NEAR(median_height(bodies[2], &SixPoints::anterior_height), 0.6 * phantom.height, 1.8);
  EXPECT_NEAR(median_height(bodies[2], &SixPoints::posterior_height), phantom.height, 1.5);
  EXPECT_NEAR(median_height(bodies[1], &SixPoints::anterior_height), phantom.height, 1.5);
}

TEST(CtSegment, CallsABodyCutByTheImageNotAssessable) {
  CtPhantom phantom;
  phantom.bodies = 6;
  phantom.below = 6.0;
  phantom.above = -20.0; // the top body loses its upper half
  const auto spine = segment_spine(phantom.volume(phantom.axial()), {}, {});
  ASSERT_TRUE(spine) << spine.error().text();
  ASSERT_EQ(measured(*spine).size(), 5u);
  ASSERT_EQ(spine->bodies.size(), 6u);
  EXPECT_EQ(spine->bodies.front().status, BodyStatus::not_assessable);
  EXPECT_THAT(spine->bodies.front().reason, testing::HasSubstr("edge of the image"));
  EXPECT_TRUE(spine->bodies.front().slab.empty());
}

TEST(CtSegment, CallsABodyCutByPaddingNotAssessable) {
  CtPhantom phantom;
  phantom.bodies = 6;
  const VolumeGeometry geometry = phantom.axial();
  const Volume whole = phantom.volume(geometry);
  std::vector<float> voxels = whole.voxels();
  for (std::size_t i = 0; i < voxels.size(); ++i) {
    const int slice = static_cast<int>(i / static_cast<std::size_t>(geometry.size.columns * geometry.size.rows));
    if (geometry.to_patient({0, 0, double(slice)}).z > phantom.centre(0))
      voxels[i] = -1024.0F; // written by the scanner where it has no image
  }
  const auto spine = segment_spine(Volume(geometry, std::move(voxels), Modality::ct), {}, {});
  ASSERT_TRUE(spine) << spine.error().text();
  EXPECT_EQ(measured(*spine).size(), 5u);
  EXPECT_EQ(spine->bodies.front().status, BodyStatus::not_assessable);
}

TEST(CtSegment, NumbersBodiesAndLabelsThemAlike) {
  const CtPhantom phantom;
  const auto spine = segment_spine(phantom.volume(phantom.axial()), {}, {});
  ASSERT_TRUE(spine);
  for (const SegmentedBody& body : measured(*spine)) {
    const IndexPoint p = spine->labels.geometry.to_index(body.frame.centre);
    const std::size_t at =
        spine->labels.geometry.offset(int(std::lround(p.column)), int(std::lround(p.row)), int(std::lround(p.slice)));
    EXPECT_EQ(spine->labels.voxels[at], body.label);
  }
}

TEST(CtSegment, StatesNoLevelWithoutAnAnchor) {
  const CtPhantom phantom;
  const auto spine = segment_spine(phantom.volume(phantom.axial()), {}, {});
  ASSERT_TRUE(spine);
  EXPECT_EQ(spine->labelling.anchor, LevelAnchor::none);
  EXPECT_LT(spine->labelling.confidence, kCertainLabelling);
  for (const SegmentedBody& body : spine->bodies)
    EXPECT_FALSE(body.level_guess);
}

Volume with_ribs(CtPhantom phantom, double half_width) {
  phantom.processes = true;
  VolumeGeometry geometry = phantom.axial();
  geometry.size.columns = static_cast<int>(2.0 * half_width);
  geometry.origin.x = -half_width;
  return phantom.volume(geometry);
}

TEST(CtSegment, CountsFromTheLowestRibs) {
  CtPhantom phantom;
  phantom.last_rib = 1;
  const auto spine = segment_spine(with_ribs(phantom, 75.0), {}, {});
  ASSERT_TRUE(spine) << spine.error().text();
  EXPECT_EQ(spine->labelling.anchor, LevelAnchor::last_rib);
  EXPECT_GE(spine->labelling.confidence, kCertainLabelling);
  const std::vector<SegmentedBody> bodies = measured(*spine);
  ASSERT_EQ(bodies.size(), 5u);
  EXPECT_EQ(bodies[1].level_guess->name(), "T12");
  EXPECT_EQ(bodies[4].level_guess->name(), "L3");
}

TEST(CtSegment, CountsNothingFromRibsThatTheFieldOfViewCuts) {
  CtPhantom phantom;
  phantom.last_rib = 1;
  const auto spine = segment_spine(with_ribs(phantom, 44.0), {}, {});
  ASSERT_TRUE(spine) << spine.error().text();
  EXPECT_LT(spine->labelling.confidence, kCertainLabelling);
}

TEST(CtSegment, CountsNothingWhereEveryBodyHasRibs) {
  CtPhantom phantom;
  phantom.last_rib = 4;
  const auto spine = segment_spine(with_ribs(phantom, 75.0), {}, {});
  ASSERT_TRUE(spine) << spine.error().text();
  EXPECT_EQ(spine->labelling.anchor, LevelAnchor::none) << "the last rib may lie below the image";
}

TEST(CtSegment, TakesNoTransverseProcessForARib) {
  CtPhantom phantom;
  const auto spine = segment_spine(with_ribs(phantom, 75.0), {}, {});
  ASSERT_TRUE(spine) << spine.error().text();
  EXPECT_EQ(spine->labelling.anchor, LevelAnchor::none);
}

TEST(CtSegment, TakesLevelsFromSeeds) {
  const CtPhantom phantom;
  Request request;
  request.seeds.push_back({{4.0, -3.0, phantom.centre(1) + 4.0}, VertebraLevel::parse("L1")});
  request.seeds.push_back({{-4.0, 3.0, phantom.centre(3) - 4.0}, VertebraLevel::parse("L3")});
  const auto spine = segment_spine(phantom.volume(phantom.axial()), request, {});
  ASSERT_TRUE(spine) << spine.error().text();
  EXPECT_EQ(spine->labelling.anchor, LevelAnchor::reader);
  EXPECT_GE(spine->labelling.confidence, kCertainLabelling);
  const std::vector<SegmentedBody> bodies = measured(*spine);
  ASSERT_EQ(bodies.size(), 5u);
  EXPECT_TRUE(bodies[1].seeded);
  EXPECT_FALSE(bodies[2].seeded);
  EXPECT_EQ(bodies[1].level_guess->name(), "L1");
  EXPECT_EQ(bodies[2].level_guess->name(), "L2");
  EXPECT_EQ(bodies[0].level_guess->name(), "T12");
  EXPECT_EQ(bodies[1].level_confidence, 1.0);
}

TEST(CtSegment, AnswersASeedFarFromAnyBodyWithAReason) {
  const CtPhantom phantom;
  Request request;
  request.seeds.push_back({{0.0, 0.0, phantom.centre(2)}, std::nullopt});
  request.seeds.push_back({{45.0, -40.0, phantom.centre(4) - 10.0}, std::nullopt});
  const auto spine = segment_spine(phantom.volume(phantom.axial()), request, {});
  ASSERT_TRUE(spine) << spine.error().text();
  std::vector<SegmentedBody> seeded;
  std::copy_if(spine->bodies.begin(), spine->bodies.end(), std::back_inserter(seeded),
               [](const SegmentedBody& body) { return body.seeded; });
  ASSERT_EQ(seeded.size(), 2u);
  EXPECT_EQ(seeded[0].status, BodyStatus::measured);
  EXPECT_EQ(seeded[1].status, BodyStatus::not_assessable);
  EXPECT_FALSE(seeded[1].reason.empty());
}

TEST(CtSegment, AnswersSeedsInAVolumeWithoutSpine) {
  VolumeGeometry geometry;
  geometry.size = {80, 80, 80};
  Request request;
  request.seeds.push_back({{40.0, 40.0, 40.0}, VertebraLevel::parse("T8")});
  const auto spine =
      segment_spine(Volume(geometry, std::vector<float>(geometry.size.voxels(), 40.0F), Modality::ct), request, {});
  ASSERT_TRUE(spine) << spine.error().text();
  ASSERT_EQ(spine->bodies.size(), 1u);
  EXPECT_EQ(spine->bodies[0].status, BodyStatus::not_assessable);
  EXPECT_EQ(spine->bodies[0].level_guess->name(), "T8");
}

void expect_not_measurable(const VolumeGeometry& geometry, std::vector<float> voxels) {
  const auto spine = segment_spine(Volume(geometry, std::move(voxels), Modality::ct), {}, {});
  ASSERT_FALSE(spine);
  EXPECT_EQ(spine.error().code, ErrorCode::not_measurable);
  EXPECT_FALSE(spine.error().message.empty());
}

TEST(CtSegment, RefusesVolumesWithoutSpine) {
  VolumeGeometry geometry;
  geometry.size = {100, 100, 60};
  geometry.slice_spacing = 2.0;
  const std::size_t n = geometry.size.voxels();
  std::mt19937 random(3);
  std::normal_distribution<float> normal(0.0F, 200.0F);
  std::vector<float> noise(n);
  std::generate(noise.begin(), noise.end(), [&] { return normal(random); });
  expect_not_measurable(geometry, noise);
  expect_not_measurable(geometry, std::vector<float>(n, 0.0F));
  expect_not_measurable(geometry, std::vector<float>(n, std::numeric_limits<float>::quiet_NaN()));
  for (std::size_t i = 0; i < n; i += 7)
    noise[i] = i % 2 == 0 ? std::numeric_limits<float>::infinity() : std::numeric_limits<float>::quiet_NaN();
  expect_not_measurable(geometry, noise);
}

TEST(CtSegment, RefusesABoneTubeWithoutDiscs) {
  CtPhantom phantom;
  phantom.bodies = 1;
  phantom.height = 180.0;
  phantom.disc = 0.0;
  const VolumeGeometry geometry = phantom.axial(1.0, 2.0);
  expect_not_measurable(geometry, phantom.volume(geometry).voxels());
}

TEST(CtSegment, RefusesATinyVolume) {
  VolumeGeometry geometry;
  geometry.size = {5, 5, 5};
  expect_not_measurable(geometry, std::vector<float>(125, 300.0F));
}

TEST(CtSegment, StopsWhenCancelled) {
  const CtPhantom phantom;
  const CancelToken token;
  token.cancel();
  const auto spine = segment_spine(phantom.volume(phantom.axial()), {}, Progress({}, token));
  ASSERT_FALSE(spine);
  EXPECT_EQ(spine.error().code, ErrorCode::cancelled);
}

TEST(CtSegment, StopsWhenCancelledInAnyStage) {
  const CtPhantom phantom;
  const Volume volume = phantom.volume(phantom.axial());
  for (const double from : {0.05, 0.35, 0.6}) {
    const CancelToken token;
    const Progress progress(
        [&](double fraction, std::string_view) {
          if (fraction >= from)
            token.cancel();
        },
        token);
    const auto spine = segment_spine(volume, {}, progress);
    ASSERT_FALSE(spine) << "cancelled at " << from;
    EXPECT_EQ(spine.error().code, ErrorCode::cancelled);
  }
}

TEST(CtSegment, GivesTheSameAnswerForAnyNumberOfThreads) {
  const CtPhantom phantom;
  const Volume volume = phantom.volume(phantom.axial());
  const auto several = segment_spine(volume, {}, {});
  const tbb::global_control one(tbb::global_control::max_allowed_parallelism, 1);
  const auto single = segment_spine(volume, {}, {});
  ASSERT_TRUE(several && single);
  ASSERT_EQ(several->bodies.size(), single->bodies.size());
  for (std::size_t i = 0; i < single->bodies.size(); ++i) {
    EXPECT_EQ(several->bodies[i].slab, single->bodies[i].slab);
    EXPECT_EQ(several->bodies[i].confidence, single->bodies[i].confidence);
  }
  EXPECT_EQ(several->labels.voxels, single->labels.voxels);
}

TEST(CtSegment, HandsOverEvidenceForTheUncertaintyOfEveryHeight) {
  const CtPhantom phantom;
  const auto fine = segment_spine(phantom.volume(phantom.axial(1.0, 1.0)), {}, {});
  const auto thick = segment_spine(phantom.volume(phantom.axial(1.0, 3.0)), {}, {});
  ASSERT_TRUE(fine && thick);
  const auto sum_of_widths = [](const SegmentedSpine& spine) {
    double sum = 0.0;
    for (const SegmentedBody& body : measured(spine))
      for (const EdgeEvidence& edge : body.edges) {
        EXPECT_TRUE(edge.edge_width && edge.stability);
        EXPECT_GE(edge.stability.value_or(-1.0), 0.0) << "mm";
        sum += edge.edge_width.value_or(0.0);
      }
    return sum;
  };
  EXPECT_LT(sum_of_widths(*fine), sum_of_widths(*thick)) << "mm: thick slices blur the endplates";
}

TEST(CtSegment, SaysThatMetalIsInView) {
  const CtPhantom phantom;
  const VolumeGeometry geometry = phantom.axial();
  std::vector<float> voxels = phantom.volume(geometry).voxels();
  for (int s = 0; s < geometry.size.slices; ++s)
    for (int r = 0; r < geometry.size.rows; ++r)
      for (int c = 0; c < geometry.size.columns; ++c) {
        const PatientPoint p = geometry.to_patient({double(c), double(r), double(s)});
        if (std::hypot(std::abs(p.x) - 12.0, p.z - phantom.centre(2) - 4.0) < 3.0 && p.y > 4.0 && p.y < 40.0)
          voxels[geometry.offset(c, r, s)] = 3071.0F; // two pedicle screws
      }
  const auto spine = segment_spine(Volume(geometry, std::move(voxels), Modality::ct), {}, {});
  ASSERT_TRUE(spine) << spine.error().text();
  EXPECT_THAT(spine->warnings, testing::Contains(testing::HasSubstr("Metal")));
  for (const SegmentedBody& body : spine->bodies) {
    const bool screwed = std::abs(body.frame.centre.z - phantom.centre(2)) < 5.0;
    const bool flagged = std::any_of(body.warnings.begin(), body.warnings.end(),
                                     [](const std::string& w) { return w.find("Metal") != std::string::npos; });
    EXPECT_EQ(flagged, screwed) << body.frame.centre.z;
  }
}

TEST(CtSegment, RefusesAVolumeStoredUpsideDown) {
  const CtPhantom phantom;
  VolumeGeometry geometry = phantom.axial();
  const Volume upright = phantom.volume(geometry);
  geometry.slice_axis = -geometry.slice_axis;
  geometry.origin.z = -geometry.origin.z;
  expect_not_measurable(geometry, upright.voxels());
}

TEST(CtSegment, EverySkippableStepChangesTheAnswerOrLeavesItWhole) {
  const CtPhantom phantom;
  const Volume volume = phantom.volume(phantom.axial(1.0, 2.0));
  const auto whole = segment_spine(volume, {}, {});
  ASSERT_TRUE(whole);
  int steps = 0, different = 0;
  for (const SkippableStep& step : skippable_steps()) {
    if (!step.name.starts_with("ct."))
      continue;
    ++steps;
    EXPECT_FALSE(step.purpose.empty()) << step.name;
    Request request;
    request.without = {step.name};
    const auto without = segment_spine(volume, request, {});
    ASSERT_TRUE(without) << step.name;
    ASSERT_FALSE(without->bodies.empty()) << step.name;
    different += without->bodies.front().slab == whole->bodies.front().slab ? 0 : 1;
  }
  EXPECT_GE(steps, 5);
  EXPECT_GE(different, 4); // an easy column does not need the steps that find it
}

} // namespace
} // namespace spondyl::segmentation
