#include <spondyl/plugin_host/run_stages.h>

#include "plugin_folder.h"

#include <gmock/gmock.h>
#include <spondyl/phantom/phantom_spine.h>

namespace spondyl::plugin_host {
namespace {

using testing::HasSubstr;

Volume small_volume() {
  VolumeGeometry geometry;
  geometry.size = {4, 4, 4};
  return Volume(geometry, std::vector<float>(64, 100.0F), Modality::ct);
}

Findings two_bodies() {
  Findings findings;
  findings.software = {"spondyl", "0.1.0"};
  for (const double front : {25.0, 15.0}) {
    VertebraFinding body;
    body.ordinal = static_cast<int>(findings.vertebrae.size()) + 1;
    body.level = VertebraLevel::from_rank(21 + body.ordinal);
    body.heights.anterior = HeightMeasurement{front};
    body.heights.middle = body.heights.posterior = HeightMeasurement{25.0};
    findings.vertebrae.push_back(body);
  }
  return findings;
}

TEST(SegmentThroughTheBorder, GivesWhatTheBuiltInSegmentationGives) {
  const auto phantom = phantom::PhantomSpine().levels("L1", "L5").spacing(1.2, 2.0).build();
  PluginHost host({});
  const auto direct = segmentation::segment_spine(phantom.volume, {}, {});
  const auto through = segment(host, std::string(kBuiltInSegmenter), phantom.volume, {}, {});
  ASSERT_TRUE(direct) << direct.error().text();
  ASSERT_TRUE(through) << through.error().text();
  ASSERT_EQ(through->bodies.size(), direct->bodies.size());
  for (std::size_t i = 0; i < direct->bodies.size(); ++i)
    EXPECT_EQ(through->bodies[i].slab, direct->bodies[i].slab);
  EXPECT_EQ(through->labels.voxels, direct->labels.voxels);
}

TEST(SegmentThroughTheBorder, KeepsTheReasonOfAFailure) {
  PluginHost host({});
  const auto nothing = segment(host, std::string(kBuiltInSegmenter), small_volume(), {}, {});
  const auto direct = segmentation::segment_spine(small_volume(), {}, {});
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().message, direct.error().message);
  EXPECT_EQ(nothing.error().code, direct.error().code);
}

TEST(SegmentThroughTheBorder, TakesBodiesAndLabelsOfAPlugin) {
  PluginFolder folder;
  folder.add("own", "segmenter", stage_manifest("test-segmenter", "segmenter"));
  PluginHost host = folder.host();
  const auto spine = segment(host, "test-segmenter", small_volume(), {}, {});
  ASSERT_TRUE(spine) << spine.error().text();
  ASSERT_EQ(spine->bodies.size(), 1U);
  EXPECT_DOUBLE_EQ(spine->bodies[0].slab.at(0).posterior_height(), 22.0);
  EXPECT_EQ(spine->bodies[0].level_guess, VertebraLevel::parse("L3"));
  EXPECT_EQ(spine->labelling.anchor, NumberingAnchor::sacrum);
  EXPECT_EQ(spine->labels.voxels, std::vector<std::uint8_t>(64, 1));
}

TEST(SegmentThroughTheBorder, RefusesAnAnswerThatBreaksTheRules) {
  PluginFolder folder;
  folder.add("own", "segmenter", stage_manifest("test-segmenter", "segmenter"));
  PluginHost host = folder.host();
  segmentation::Request request;
  request.seeds = {{{0, 0, 0}, std::nullopt}};
  const auto spine = segment(host, "test-segmenter", small_volume(), request, {});
  ASSERT_FALSE(spine);
  EXPECT_THAT(spine.error().message, HasSubstr("a value that no body has"));
}

TEST(SegmentThroughTheBorder, NamesTheSegmentersThereAre) {
  PluginHost host({});
  const auto spine = segment(host, "other", small_volume(), {}, {});
  EXPECT_THAT(spine.error().advice, HasSubstr(std::string(kBuiltInSegmenter)));
}

TEST(GradeThroughTheBorder, GivesWhatTheBuiltInAssessmentGives) {
  PluginHost host({});
  const auto direct = morphometry::assess_findings(two_bodies(), {});
  const auto through = grade(host, std::string(kBuiltInGrader), two_bodies(), {}, {});
  ASSERT_TRUE(direct);
  ASSERT_TRUE(through);
  EXPECT_EQ(*through, *direct);
  EXPECT_TRUE(through->vertebrae[1].grade);
}

TEST(GradeThroughTheBorder, TakesWhatAGraderSaysAndKeepsHeights) {
  PluginFolder folder;
  folder.add("own", "grader", stage_manifest("test-grader", "grader"));
  PluginHost host = folder.host();
  const auto graded = grade(host, "test-grader", two_bodies(), {}, {});
  ASSERT_TRUE(graded) << graded.error().text();
  EXPECT_EQ(graded->vertebrae[0].heights, two_bodies().vertebrae[0].heights);
  bool said = false;
  for (const VertebraFinding& vertebra : graded->vertebrae)
    for (const std::string& warning : vertebra.warnings)
      said = said || warning == "Graded by the test.";
  EXPECT_TRUE(said);
}

} // namespace
} // namespace spondyl::plugin_host
