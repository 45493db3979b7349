// Follow-up as users see it: known losses, measured by the product's own line and compared.

#include "loss_series.h"

#include <gtest/gtest.h>
#include <spondyl/phantom/phantom_spine.h>
#include <spondyl/pipeline/match_by_image.h>

namespace spondyl::accuracy {
namespace {

/// The gate: one shape of fracture per kind of study, the whole line.
TEST(LossSeries, HasTheRightVerdictsAndFewFalseChanges) {
  const Json figures = loss_figures(run_loss_series(true));
  for (const Json& row : figures.at("rows")) {
    const double loss = row.at("loss");
    if (loss >= 0.25)
      EXPECT_EQ(row.at("right").at("count"), row.at("right").at("n")) << row;
    else
      EXPECT_EQ(row.at("verdicts").value("new", 0), 0) << row;
    EXPECT_NEAR(row.at("measured").get<double>(), loss, 0.15) << row;
  }
  EXPECT_LE(figures.at("false_changes").at("share").get<double>(), 0.05);
  EXPECT_GE(figures.at("false_changes").at("n").get<int>(), 100) << "vertebrae that were compared";
}

VertebraFinding finding_of(const phantom::PhantomBody& body, int ordinal, int slipped) {
  VertebraFinding finding;
  finding.ordinal = ordinal;
  finding.level = finding.level_guess = body.level.below(slipped);
  finding.landmarks = body.landmarks;
  for (const HeightName name : kHeightNames) {
    const HeightMeasurement height{landmark_distance(body.landmarks, name), LengthUnit::millimetre, 0.5};
    (name == HeightName::anterior ? finding.heights.anterior
     : name == HeightName::middle ? finding.heights.middle
                                  : finding.heights.posterior) = height;
  }
  return finding;
}

Findings findings_of(const phantom::Phantom& phantom, int slipped) {
  Findings findings;
  findings.modality = "CT";
  for (const phantom::PhantomBody& body : phantom.bodies)
    findings.vertebrae.push_back(finding_of(body, static_cast<int>(findings.vertebrae.size()) + 1, slipped));
  return findings;
}

TEST(NumberingSlip, OfOneLevelIsSeenInTheImagesAndMakesNoChange) {
  phantom::PhantomSpine spine;
  spine.levels("T11", "L4").spacing(1.0, 2.0).noise(15.0);
  const auto prior = spine.build(), current = spine.tilted(4).seed(5).build();
  const Findings before = findings_of(prior, 0), now = findings_of(current, 1);
  const auto match = pipeline::match_by_image(before, prior.volume, now, current.volume, {});
  ASSERT_TRUE(match.pairs) << match.note;
  const auto compared = comparison::compare(before, now, {false, match.pairs, {}});
  EXPECT_TRUE(compared.numbering_differs);
  ASSERT_FALSE(compared.notes.empty());
  EXPECT_NE(compared.notes.back().find("the numbering slipped"), std::string::npos) << compared.notes.back();
  for (const auto& change : compared.vertebrae)
    EXPECT_EQ(to_string(change.verdict), "stable") << change.name;
}

} // namespace
} // namespace spondyl::accuracy
