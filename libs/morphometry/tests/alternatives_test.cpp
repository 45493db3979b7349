#include <spondyl/morphometry/alternatives.h>

#include <gmock/gmock.h>
#include <spondyl/morphometry/assess.h>

namespace spondyl::morphometry {
namespace {

struct BodyOf {
  const char* level;
  double anterior, middle, posterior;
  double disc_below = 10.0;
};

/// Upright bodies 30 mm deep, one below the other.
Findings spine(const std::vector<BodyOf>& bodies) {
  Findings findings;
  double z = 0.0;
  for (const BodyOf& body : bodies) {
    VertebraFinding finding;
    finding.ordinal = static_cast<int>(findings.vertebrae.size()) + 1;
    finding.level = VertebraLevel::parse(body.level);
    const double centre = z - body.posterior / 2;
    finding.landmarks = SixPoints{{0, -15, centre + body.anterior / 2}, {0, -15, centre - body.anterior / 2},
                                  {0, 0, centre + body.middle / 2},     {0, 0, centre - body.middle / 2},
                                  {0, 15, centre + body.posterior / 2}, {0, 15, centre - body.posterior / 2}};
    finding.heights.anterior = HeightMeasurement{body.anterior, LengthUnit::millimetre, 0.4};
    finding.heights.middle = HeightMeasurement{body.middle, LengthUnit::millimetre, 0.4};
    finding.heights.posterior = HeightMeasurement{body.posterior, LengthUnit::millimetre, 0.4};
    findings.vertebrae.push_back(finding);
    z -= body.posterior + body.disc_below;
  }
  return findings;
}

std::vector<Alternative> listed(const VertebraFinding& vertebra) {
  std::vector<Alternative> alternatives;
  for (const ReaderMustConfirm& entry : vertebra.reader_must_confirm) {
    EXPECT_FALSE(entry.sentence.empty());
    alternatives.push_back(entry.alternative);
  }
  return alternatives;
}

std::vector<BodyOf> healthy() {
  return {{"T12", 20.8, 20.7, 23.1}, {"L1", 22.3, 21.8, 24.3}, {"L2", 24.0, 23.0, 25.3}, {"L3", 26.0, 24.0, 25.8}};
}

Findings assessed(const std::vector<BodyOf>& bodies) {
  return assess_findings(spine(bodies), {}).value();
}

using testing::Contains;
using testing::Not;

TEST(ReaderMustConfirm, ListsNothingForAHealthySpine) {
  for (const VertebraFinding& vertebra : assessed(healthy()).vertebrae)
    EXPECT_TRUE(listed(vertebra).empty()) << vertebra.display_name();
}

TEST(ReaderMustConfirm, AGradeAsksForTheEndplateToBeRead) {
  auto bodies = healthy();
  bodies[1].anterior *= 0.65;
  EXPECT_THAT(listed(assessed(bodies).vertebrae[1]), Contains(Alternative::vertebral_fracture));
}

TEST(ReaderMustConfirm, ABorderlineLossSaysHowProbableAFractureGradeIs) {
  auto bodies = healthy();
  bodies[1].anterior *= 0.83;
  const auto vertebra = assessed(bodies).vertebrae[1];
  EXPECT_THAT(listed(vertebra), Contains(Alternative::borderline_loss));
  EXPECT_THAT(vertebra.reader_must_confirm[0].sentence, testing::HasSubstr("%"));
}

TEST(ReaderMustConfirm, AnUnbridgedMiddleHeightMeansASchmorlNode) {
  Findings findings = spine(healthy());
  findings.vertebrae[2].heights.middle_unbridged = HeightMeasurement{18.0};
  EXPECT_THAT(listed(assess_findings(findings, {}).value().vertebrae[2]), Contains(Alternative::schmorl_node));
}

TEST(ReaderMustConfirm, ThreeAdjacentThoracicWedgesSuggestScheuermann) {
  const auto with_wedges = [](int wedged) {
    std::vector<BodyOf> bodies;
    for (int i = 0; i < 6; ++i)
      bodies.push_back({std::array{"T6", "T7", "T8", "T9", "T10", "T11"}[static_cast<std::size_t>(i)],
                        i < wedged ? 15.5 : 18.5, 17.8, 19.0, 6.0});
    return assessed(bodies);
  };
  EXPECT_THAT(listed(with_wedges(3).vertebrae[1]), Contains(Alternative::scheuermann));
  EXPECT_THAT(listed(with_wedges(3).vertebrae[4]), Not(Contains(Alternative::scheuermann)));
  EXPECT_THAT(listed(with_wedges(2).vertebrae[1]), Not(Contains(Alternative::scheuermann)));
}

TEST(ReaderMustConfirm, ALowBodyWithoutADepressionMayBeShort) {
  auto bodies = healthy();
  bodies[1] = {"L1", 17.5, 18.2, 19.2};
  EXPECT_THAT(listed(assessed(bodies).vertebrae[1]), Contains(Alternative::short_vertebral_height));
  bodies[1].middle = 14.0;
  EXPECT_THAT(listed(assessed(bodies).vertebrae[1]), Not(Contains(Alternative::short_vertebral_height)));
}

TEST(ReaderMustConfirm, AMildWedgeBesideANarrowDiscMayBeDegenerative) {
  auto bodies = healthy();
  bodies[1].anterior *= 0.82;
  EXPECT_THAT(listed(assessed(bodies).vertebrae[1]), Not(Contains(Alternative::degenerative_wedging)));
  bodies[0].disc_below = 3.0;
  EXPECT_THAT(listed(assessed(bodies).vertebrae[1]), Contains(Alternative::degenerative_wedging));
}

TEST(ReaderMustConfirm, ANormallyWedgedBodyExplainsItsRawLoss) {
  auto bodies = healthy();
  bodies[0].anterior = 18.3; // 21 % below Hp, 12 % below what is normal for T12
  EXPECT_THAT(listed(assessed(bodies).vertebrae[0]), Contains(Alternative::normal_variant));
}

TEST(AssessFindings, IsRepeatableAndKeepsWhatItDoesNotCompute) {
  auto bodies = healthy();
  bodies[1].anterior *= 0.7;
  AssessmentOptions options;
  options.schemes = {"rdes230", "eastell-melton"};
  Findings findings = spine(bodies);
  findings.vertebrae[1].attenuation.emplace().mean = 140.0;
  const Findings once = assess_findings(findings, options).value();
  EXPECT_EQ(once.vertebrae[1].secondary_grades.size(), 2U);
  EXPECT_EQ(assess_findings(once, options).value(), once);
}

TEST(AssessFindings, RefusesAnUnknownScheme) {
  AssessmentOptions options;
  options.schemes = {"guess"};
  EXPECT_FALSE(assess_findings(spine(healthy()), options));
}

} // namespace
} // namespace spondyl::morphometry
