#include <spondyl/morphometry/attenuation.h>

#include <cmath>
#include <gmock/gmock.h>

namespace spondyl::morphometry {
namespace {

constexpr SixPoints kBody = {{0, -17, 13}, {0, -17, -13}, {0, 0, 12}, {0, 0, -12}, {0, 17, 13}, {0, 17, -13}};

/// Trabecular bone of 150 HU in a cortex of 600 HU, the basivertebral plexus of 40 HU behind.
Volume body_volume(double trabecular = 150.0, double spacing = 1.0) {
  VolumeGeometry grid;
  const int size = static_cast<int>(80 / spacing) + 1;
  grid.size = {size, size, size};
  grid.column_spacing = grid.row_spacing = grid.slice_spacing = spacing;
  grid.origin = {-40, -40, -40};
  std::vector<float> voxels(grid.size.voxels());
  for (int slice = 0; slice < size; ++slice)
    for (int row = 0; row < size; ++row)
      for (int column = 0; column < size; ++column) {
        const PatientPoint p =
            grid.to_patient({static_cast<double>(column), static_cast<double>(row), static_cast<double>(slice)});
        const bool inside = std::abs(p.y) < 15 && std::hypot(p.x / 20.0, p.y / 17.0) < 0.85 && std::abs(p.z) < 11;
        const bool plexus = p.y > 5 && std::abs(p.x) < 4 && std::abs(p.z) < 4;
        voxels[grid.offset(column, row, slice)] = static_cast<float>(plexus ? 40.0 : inside ? trabecular : 600.0);
      }
  return {grid, std::move(voxels), Modality::ct};
}

Findings findings_with(std::initializer_list<const char*> levels) {
  Findings findings;
  findings.numbering.status = NumberingStatus::certain;
  for (const char* level : levels) {
    VertebraFinding vertebra;
    vertebra.level = VertebraLevel::parse(level);
    vertebra.landmarks = kBody;
    vertebra.grade = Grade{};
    findings.vertebrae.push_back(vertebra);
  }
  return findings;
}

const AttenuationConditions kSuitable{120.0, "", false};

TEST(TrabecularAttenuation, AvoidsCortexEndplatesAndThePlexus) {
  const Attenuation attenuation = trabecular_attenuation(body_volume(), kBody);
  ASSERT_TRUE(attenuation.mean) << attenuation.withheld_reason;
  EXPECT_NEAR(*attenuation.mean, 150.0, 1e-6) << "HU";
  EXPECT_NEAR(*attenuation.standard_deviation, 0.0, 1e-6);
  EXPECT_GT(*attenuation.area, 150.0) << "mm2";
  EXPECT_LT(attenuation.region->centre.y, 0.0) << "in front of the middle";
}

TEST(TrabecularAttenuation, DoesNotDependOnTheOrderOfTheAxes) {
  SixPoints leaning = kBody; // turned about its long axis by 90 degrees: x and y change places
  for (const auto& [name, member] : kLandmarkMembers<PatientPoint>)
    leaning.*member = {(kBody.*member).y, -(kBody.*member).x, (kBody.*member).z};
  const auto region = trabecular_attenuation(body_volume(), leaning).region;
  ASSERT_TRUE(region);
  EXPECT_NEAR(region->centre.x, trabecular_attenuation(body_volume(), kBody).region->centre.y, 1e-9);
}

TEST(TrabecularAttenuation, IsWithheldOutsideTheImageAndBesideMetal) {
  SixPoints outside = kBody;
  for (const auto& [name, member] : kLandmarkMembers<PatientPoint>)
    (outside.*member).x += 35;
  EXPECT_THAT(trabecular_attenuation(body_volume(), outside).withheld_reason, testing::HasSubstr("outside"));
  EXPECT_THAT(trabecular_attenuation(body_volume(2500.0), kBody).withheld_reason, testing::HasSubstr("metal"));
  EXPECT_THAT(trabecular_attenuation(body_volume(150.0, 8.0), kBody).withheld_reason, testing::HasSubstr("too large"));
}

TEST(WithAttenuation, IsReportedAtL1AndNowhereElse) {
  const Findings filled = with_attenuation(findings_with({"T12", "L1", "L2"}), body_volume(), kSuitable);
  EXPECT_FALSE(filled.vertebrae[0].attenuation);
  ASSERT_TRUE(filled.vertebrae[1].attenuation);
  EXPECT_TRUE(filled.vertebrae[1].attenuation->mean);
  EXPECT_THAT(filled.vertebrae[1].attenuation->interpretation, testing::HasSubstr("160 HU"));
  EXPECT_FALSE(filled.vertebrae[1].attenuation->conditions.empty());
  EXPECT_FALSE(filled.vertebrae[2].attenuation);
}

TEST(WithAttenuation, AFracturedL1GivesWayToT12AndSaysWhy) {
  Findings findings = findings_with({"T12", "L1", "L2"});
  findings.vertebrae[1].grade->value = 2.0;
  const Findings filled = with_attenuation(findings, body_volume(), kSuitable);
  EXPECT_TRUE(filled.vertebrae[0].attenuation->mean);
  EXPECT_THAT(filled.vertebrae[1].attenuation->withheld_reason, testing::HasSubstr("fractured"));
}

TEST(WithAttenuation, IsWithheldUnlessTheAcquisitionFits) {
  const auto reason = [](const AttenuationConditions& conditions) {
    const auto attenuation =
        with_attenuation(findings_with({"L1"}), body_volume(), conditions).vertebrae[0].attenuation;
    EXPECT_FALSE(attenuation->mean);
    return attenuation->withheld_reason;
  };
  EXPECT_THAT(reason({}), testing::HasSubstr("tube voltage"));
  EXPECT_THAT(reason({100.0, "", false}), testing::HasSubstr("100 kVp"));
  EXPECT_THAT(reason({120.0, "Iohexol", false}), testing::HasSubstr("Contrast"));
}

TEST(WithAttenuation, StatesNothingWithoutCertainNumberingOrOnMr) {
  Findings findings = findings_with({"L1"});
  findings.numbering.status = NumberingStatus::uncertain;
  findings.vertebrae[0].level_guess = findings.vertebrae[0].level;
  findings.vertebrae[0].level.reset();
  const auto guessed = with_attenuation(findings, body_volume(), kSuitable).vertebrae[0].attenuation;
  EXPECT_FALSE(guessed->mean);
  EXPECT_THAT(guessed->withheld_reason, testing::HasSubstr("numbering is uncertain"));
  const Volume ct = body_volume();
  const Volume mr(ct.geometry(), ct.voxels(), Modality::mr);
  EXPECT_FALSE(with_attenuation(findings_with({"L1"}), mr, kSuitable).vertebrae[0].attenuation);
}

} // namespace
} // namespace spondyl::morphometry
