#include <spondyl/morphometry/sagittal.h>

#include <cmath>
#include <gmock/gmock.h>
#include <numbers>

namespace spondyl::morphometry {
namespace {

/// Posterior is +y. A body 30 mm deep whose centre of the posterior wall is at (0, 15, z).
SixPoints box(double z, double anterior, double posterior, double forward = 0.0) {
  const double a = -15 - forward, m = -forward, p = 15 - forward, middle = 0.5 * (anterior + posterior);
  return {{0, a, z + anterior / 2}, {0, a, z - anterior / 2},  {0, m, z + middle / 2},
          {0, m, z - middle / 2},   {0, p, z + posterior / 2}, {0, p, z - posterior / 2}};
}

SixPoints turned(SixPoints points, double degrees) { // about the left axis, forwards and down
  const double angle = degrees / 180.0 * std::numbers::pi;
  for (const auto& [name, member] : kLandmarkMembers<PatientPoint>) {
    const PatientPoint p = points.*member;
    points.*
        member = {p.x, p.y * std::cos(angle) - p.z * std::sin(angle), p.y * std::sin(angle) + p.z * std::cos(angle)};
  }
  return points;
}

VertebraFinding vertebra(int ordinal, const char* level, const SixPoints& points) {
  VertebraFinding finding;
  finding.ordinal = ordinal;
  if (level != nullptr)
    finding.level = VertebraLevel::parse(level);
  finding.landmarks = points;
  finding.heights.anterior = HeightMeasurement{points.anterior_height(), LengthUnit::millimetre, 0.6};
  finding.heights.middle = HeightMeasurement{points.middle_height(), LengthUnit::millimetre, 0.6};
  finding.heights.posterior = HeightMeasurement{points.posterior_height(), LengthUnit::millimetre, 0.6};
  return finding;
}

Findings lumbar_spine() {
  Findings findings;
  const char* levels[] = {"L1", "L2", "L3", "L4", "L5"};
  for (int i = 0; i < 5; ++i)
    findings.vertebrae.push_back(vertebra(i + 1, levels[i], box(-35.0 * i, 25, 25)));
  findings.sacral_endplate = EndplateLine{{0, -15, -35.0 * 4 - 25}, {0, 15, -35.0 * 4 - 20}};
  return findings;
}

TEST(SagittalGeometry, AWedgeLowerInFrontIsPositive) {
  Findings findings;
  findings.vertebrae = {vertebra(1, "L1", box(0, 20, 25)), vertebra(2, "L2", box(-35, 27, 25))};
  const Findings filled = with_sagittal_geometry(findings);
  const double expected = 2.0 * std::atan(2.5 / 30.0) * 180.0 / std::numbers::pi;
  EXPECT_NEAR(filled.vertebrae[0].wedge_angle.value(), expected, 1e-9) << "degrees";
  EXPECT_LT(filled.vertebrae[1].wedge_angle.value(), 0.0);
  EXPECT_GT(filled.vertebrae[0].wedge_angle_uncertainty.value(), 0.5) << "degrees";
}

TEST(SagittalGeometry, MeasuresTheWedgeInTheBodysOwnPlane) {
  SixPoints points = turned(box(0, 20, 25), 30);
  for (const auto& [name, member] : kLandmarkMembers<PatientPoint>) { // and rotated about the long axis
    const PatientPoint p = points.*member;
    points.*member = {0.6 * p.y, 0.8 * p.y, p.z};
  }
  const SagittalBody body{points, 0.6, 0.6};
  EXPECT_NEAR(angle_between(superior_endplate(body), inferior_endplate(body), left_of(points)).degrees,
              2.0 * std::atan(2.5 / 30.0) * 180.0 / std::numbers::pi, 1e-9);
}

TEST(SagittalGeometry, DiscsHaveHeightsAndIndex) {
  const Findings filled = with_sagittal_geometry(lumbar_spine());
  ASSERT_EQ(filled.discs.size(), 5U);
  EXPECT_NEAR(filled.discs[0].anterior_height.value(), 10.0, 1e-9) << "mm";
  EXPECT_NEAR(filled.discs[0].posterior_height.value(), 10.0, 1e-9) << "mm";
  EXPECT_NEAR(filled.discs[0].middle_height.value(), 10.0, 1e-9) << "mm";
  EXPECT_NEAR(filled.discs[0].index.value(), 20.0 / 60.0, 1e-9);
  EXPECT_EQ(filled.discs[0].lower_ordinal, 2);
  EXPECT_FALSE(filled.discs[4].lower_ordinal) << "the sacrum is no numbered body";
  EXPECT_GT(filled.discs[4].angle.value(), 0.0) << "wider in front";
}

TEST(SagittalGeometry, AMissedBodyLeavesNoDisc) {
  Findings findings = lumbar_spine();
  findings.vertebrae.erase(findings.vertebrae.begin() + 2);
  EXPECT_EQ(with_sagittal_geometry(findings).discs.size(), 3U) << "L2 and L4 are no neighbours";
  for (VertebraFinding& finding : findings.vertebrae)
    finding.level.reset();
  EXPECT_EQ(with_sagittal_geometry(findings).discs.size(), 3U) << "nor without numbers: the gap is too high";
}

TEST(SagittalGeometry, ForwardSlipsAreGradedAndSmallOnesAreNot) {
  const auto slip_at = [](double forward) {
    Findings findings;
    findings.vertebrae = {vertebra(1, "L4", box(0, 25, 25, forward)), vertebra(2, "L5", box(-35, 25, 25))};
    return with_sagittal_geometry(findings).vertebrae[0].slip.value();
  };
  EXPECT_NEAR(slip_at(6.0).distance, 6.0, 1e-9) << "mm";
  EXPECT_NEAR(slip_at(6.0).fraction.value(), 0.2, 1e-9);
  EXPECT_EQ(slip_at(6.0).meyerding_grade, 1);
  EXPECT_EQ(slip_at(12.0).meyerding_grade, 2);
  EXPECT_EQ(slip_at(20.0).meyerding_grade, 3);
  EXPECT_EQ(slip_at(26.0).meyerding_grade, 4);
  EXPECT_EQ(slip_at(33.0).meyerding_grade, 5);
  EXPECT_EQ(slip_at(1.5).meyerding_grade, 0);
  EXPECT_EQ(slip_at(-6.0).meyerding_grade, 0) << "Meyerding grades forward slips";
}

TEST(SagittalGeometry, LordosisRunsFromL1ToTheSacrumAndSaysThatItWasSupine) {
  const Findings filled = with_sagittal_geometry(lumbar_spine(), Posture::supine);
  ASSERT_EQ(filled.angles.size(), 1U);
  EXPECT_EQ(filled.angles[0].name, SpinalAngleName::lumbar_lordosis);
  EXPECT_NEAR(filled.angles[0].degrees, std::atan(5.0 / 30.0) * 180.0 / std::numbers::pi, 1e-9);
  EXPECT_TRUE(filled.angles[0].supine);
}

TEST(SagittalGeometry, KyphosisAndLocalCobbAddUpTheTurnsOfTheBodies) {
  Findings findings;
  for (int i = 0; i < 9; ++i) { // T4 to T12 on an arc: 4 degrees from body to body, bodies without a wedge
    SixPoints points = box(0, 20, 20);
    points = turned(points, 20.0 - 4.0 * i);
    for (const auto& [name, member] : kLandmarkMembers<PatientPoint>)
      points.*member = points.*member + PatientVector{0, 0, -25.0 * i};
    findings.vertebrae.push_back(vertebra(i + 1, ("T" + std::to_string(i + 4)).c_str(), points));
  }
  const Findings filled = with_sagittal_geometry(findings);
  ASSERT_EQ(filled.angles.size(), 1U);
  EXPECT_NEAR(filled.angles[0].degrees, 32.0, 1e-9);
  EXPECT_NEAR(filled.vertebrae[4].local_cobb_angle.value(), 8.0, 1e-9);
  EXPECT_FALSE(filled.vertebrae[0].local_cobb_angle);
}

TEST(SagittalGeometry, WithoutNumbersStatesNoRegionalAngle) {
  Findings findings = lumbar_spine();
  for (VertebraFinding& finding : findings.vertebrae)
    finding.level.reset();
  EXPECT_TRUE(with_sagittal_geometry(findings).angles.empty());
  EXPECT_FALSE(with_sagittal_geometry(findings).deformity_index);
}

TEST(SagittalGeometry, IsRepeatable) {
  const Findings once = with_sagittal_geometry(lumbar_spine());
  EXPECT_EQ(with_sagittal_geometry(once), once);
}

TEST(SagittalGeometry, WorksOnFilmsFacingEitherWay) {
  for (const double direction : {1.0, -1.0}) {
    VertebraFinding film;
    film.landmarks = SixPixels{{100 - direction * 30, 10}, {100 - direction * 30, 50}, {100, 8}, {100, 52},
                               {100 + direction * 30, 5},  {100 + direction * 30, 55}};
    Findings findings;
    findings.vertebrae = {film};
    EXPECT_NEAR(with_sagittal_geometry(findings).vertebrae[0].wedge_angle.value(),
                2.0 * std::atan(5.0 / 60.0) * 180.0 / std::numbers::pi, 1e-9);
  }
}

TEST(SagittalGeometry, GivesNoLengthsOfFilmsWithoutAScale) {
  const auto film_of_two = [](std::optional<double> value_mm) {
    Findings findings;
    for (const double row : {10.0, 60.0}) {
      VertebraFinding body;
      body.ordinal = row < 20.0 ? 1 : 2;
      body.landmarks = SixPixels{{40, row}, {40, row + 40}, {60, row}, {60, row + 40}, {85, row}, {85, row + 40}};
      body.heights.posterior =
          HeightMeasurement{40.0, LengthUnit::pixel, 1.0, {}, SpacingProvenance::estimated, value_mm};
      findings.vertebrae.push_back(body);
    }
    return with_sagittal_geometry(findings);
  };
  const Findings without = film_of_two(std::nullopt), with = film_of_two(20.0);
  ASSERT_EQ(without.discs.size(), 1U);
  ASSERT_EQ(with.discs.size(), 1U);
  EXPECT_FALSE(without.discs[0].anterior_height || without.vertebrae[0].slip) << "pixels are no millimetres";
  EXPECT_NEAR(with.discs[0].anterior_height.value(), 5.0, 1e-9);
  EXPECT_TRUE(with.vertebrae[0].slip);
  EXPECT_EQ(without.discs[0].index, with.discs[0].index);
}

TEST(SpinalDeformityIndex, SumsWholeGradesFromT4ToL4AndNamesWhatIsMissing) {
  Findings findings = lumbar_spine();
  for (std::size_t i = 0; i < 5; ++i)
    findings.vertebrae[i].grade = Grade{"genant", 2.0, FractureShape::wedge, {}, {0, 0, 0, 1, 0}};
  findings.vertebrae[1].grade = Grade{"genant", 0.5, FractureShape::wedge, {}, {0, 0.5, 0.5, 0, 0}};
  const auto index = spinal_deformity_index(findings.vertebrae);
  ASSERT_TRUE(index);
  EXPECT_EQ(index->value, 6.0) << "L1, L3, L4; the borderline L2 counts 0 and L5 lies outside";
  EXPECT_DOUBLE_EQ(index->expected, 6.5);
  EXPECT_EQ(index->counted.size(), 4U);
  EXPECT_EQ(index->missing.size(), 9U);
}

} // namespace
} // namespace spondyl::morphometry
