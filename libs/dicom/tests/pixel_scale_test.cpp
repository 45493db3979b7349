#include <spondyl/dicom/pixel_scale.h>

#include <gtest/gtest.h>
#include <limits>

namespace spondyl::dicom {
namespace {

constexpr double kTolerance = 1e-12; // mm

void expect_scale(const PixelScale& scale, SpacingProvenance provenance, double row, double column) {
  EXPECT_EQ(scale.provenance, provenance) << to_string(scale.provenance);
  EXPECT_NEAR(scale.row_spacing, row, kTolerance);
  EXPECT_NEAR(scale.column_spacing, column, kTolerance);
}

TEST(PixelScale, FiducialIsCalibrated) {
  RadiographSpacingTags tags;
  tags.pixel_spacing = {0.12, 0.13};
  tags.imager_pixel_spacing = {0.15, 0.15};
  tags.calibration_type = "FIDUCIAL";
  tags.calibration_description = "25 mm ball";
  const PixelScale scale = pixel_scale(tags);
  expect_scale(scale, SpacingProvenance::calibrated, 0.12, 0.13);
  EXPECT_NE(scale.note.find("25 mm ball"), std::string::npos);
}

TEST(PixelScale, GeometryIsAnAssumedMagnification) {
  RadiographSpacingTags tags;
  tags.pixel_spacing = {0.12, 0.12};
  tags.calibration_type = "GEOMETRY";
  expect_scale(pixel_scale(tags), SpacingProvenance::geometry, 0.12, 0.12);
}

TEST(PixelScale, CalibrationTypeWinsOverARepeatedImagerSpacing) {
  RadiographSpacingTags tags;
  tags.pixel_spacing = {0.15, 0.15};
  tags.imager_pixel_spacing = {0.15, 0.15};
  tags.magnification_factor = 1.2;
  tags.calibration_type = "FIDUCIAL";
  expect_scale(pixel_scale(tags), SpacingProvenance::calibrated, 0.15, 0.15);
}

TEST(PixelScale, ImagerSpacingIsDividedByTheMagnificationFactor) {
  RadiographSpacingTags tags;
  tags.imager_pixel_spacing = {0.15, 0.18};
  tags.magnification_factor = 1.2;
  const PixelScale scale = pixel_scale(tags);
  expect_scale(scale, SpacingProvenance::estimated, 0.125, 0.15);
  EXPECT_DOUBLE_EQ(*scale.magnification, 1.2);
}

TEST(PixelScale, ImagerSpacingIsDividedByTheDistances) {
  RadiographSpacingTags tags;
  tags.imager_pixel_spacing = {0.15, 0.15};
  tags.distance_source_to_detector = 1500;
  tags.distance_source_to_patient = 1200;
  const PixelScale scale = pixel_scale(tags);
  expect_scale(scale, SpacingProvenance::estimated, 0.12, 0.12);
  EXPECT_DOUBLE_EQ(*scale.magnification, 1.25);
}

TEST(PixelScale, ImpossibleMagnificationsAreNotUsed) {
  for (const double magnification : {0.0, 0.8, -1.2, 100.0, std::numeric_limits<double>::quiet_NaN()}) {
    RadiographSpacingTags tags;
    tags.imager_pixel_spacing = {0.15, 0.15};
    tags.magnification_factor = magnification;
    tags.distance_source_to_detector = 1000;
    tags.distance_source_to_patient = 0;
    expect_scale(pixel_scale(tags), SpacingProvenance::detector, 0.15, 0.15);
  }
}

TEST(PixelScale, ImagerSpacingAloneIsAtTheDetector) {
  RadiographSpacingTags tags;
  tags.imager_pixel_spacing = {0.15, 0.15};
  const PixelScale scale = pixel_scale(tags);
  expect_scale(scale, SpacingProvenance::detector, 0.15, 0.15);
  EXPECT_FALSE(scale.magnification);
}

TEST(PixelScale, DifferentSpacingsWithoutTypeAreCorrectedForAnUnknownCause) {
  RadiographSpacingTags tags;
  tags.pixel_spacing = {0.11, 0.11};
  tags.imager_pixel_spacing = {0.15, 0.15};
  expect_scale(pixel_scale(tags), SpacingProvenance::corrected_unknown_cause, 0.11, 0.11);
  tags.magnification_factor = 1.1; // explains 0.136, not 0.11
  expect_scale(pixel_scale(tags), SpacingProvenance::corrected_unknown_cause, 0.11, 0.11);
}

TEST(PixelScale, SpacingThatTheMagnificationExplainsIsEstimated) {
  RadiographSpacingTags tags;
  tags.pixel_spacing = {0.125, 0.125};
  tags.imager_pixel_spacing = {0.15, 0.15};
  tags.magnification_factor = 1.2;
  expect_scale(pixel_scale(tags), SpacingProvenance::estimated, 0.125, 0.125);
}

TEST(PixelScale, EqualOrLonelyPixelSpacingIsUncalibrated) {
  RadiographSpacingTags tags;
  tags.pixel_spacing = {0.15, 0.15};
  expect_scale(pixel_scale(tags), SpacingProvenance::uncalibrated, 0.15, 0.15);
  tags.imager_pixel_spacing = {0.15, 0.15};
  expect_scale(pixel_scale(tags), SpacingProvenance::uncalibrated, 0.15, 0.15);
  tags.calibration_type = "SOMETHING ELSE";
  expect_scale(pixel_scale(tags), SpacingProvenance::uncalibrated, 0.15, 0.15);
}

TEST(PixelScale, NominalScannedSpacingIsFilm) {
  RadiographSpacingTags tags;
  tags.nominal_scanned_pixel_spacing = {0.2, 0.2};
  expect_scale(pixel_scale(tags), SpacingProvenance::film, 0.2, 0.2);
}

TEST(PixelScale, WithoutUsableTagsThereAreNoMillimetres) {
  EXPECT_EQ(pixel_scale({}), PixelScale{});
  RadiographSpacingTags tags;
  tags.pixel_spacing = {0.0, 0.15};
  tags.imager_pixel_spacing = {-0.15, 0.15};
  tags.nominal_scanned_pixel_spacing = {std::numeric_limits<double>::quiet_NaN(), 1};
  EXPECT_EQ(pixel_scale(tags).provenance, SpacingProvenance::none);
}

} // namespace
} // namespace spondyl::dicom
