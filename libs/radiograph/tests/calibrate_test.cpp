#include <gtest/gtest.h>
#include <spondyl/radiograph/calibrate.h>

namespace spondyl::radiograph {
namespace {

PixelScale detector_scale(double spacing) {
  PixelScale scale;
  scale.provenance = SpacingProvenance::detector;
  scale.row_spacing = scale.column_spacing = spacing;
  return scale;
}

TEST(Calibration, AKnownLengthGivesCalibratedMillimetresWithWhoAndWhen) {
  const auto scale = calibrated({}, {KnownLength{{10, 10}, {110, 10}, 25.0}, "A. Reader", "2026-11-21T01:00:00"});
  ASSERT_TRUE(scale) << scale.error().text();
  EXPECT_EQ(scale->provenance, SpacingProvenance::calibrated);
  EXPECT_DOUBLE_EQ(scale->column_spacing, 0.25);
  EXPECT_DOUBLE_EQ(scale->row_spacing, 0.25);
  EXPECT_NE(scale->note.find("A. Reader"), std::string::npos);
  EXPECT_NE(scale->note.find("2026-11-21"), std::string::npos);
}

TEST(Calibration, ALengthKeepsPixelsThatAreNotSquare) {
  PixelScale given = detector_scale(0.2);
  given.row_spacing = 0.4;
  const auto scale = calibrated(given, {KnownLength{{10, 10}, {10, 60}, 25.0}, "A. Reader", "2026-11-21"});
  ASSERT_TRUE(scale) << scale.error().text();
  EXPECT_DOUBLE_EQ(scale->row_spacing, 0.5);
  EXPECT_DOUBLE_EQ(scale->column_spacing, 0.25);
}

TEST(Calibration, AMagnificationDividesWhatTheDetectorShows) {
  const auto scale = calibrated(detector_scale(0.3), {TypedMagnification{1.2}, "A. Reader", "2026-11-21"});
  ASSERT_TRUE(scale) << scale.error().text();
  EXPECT_EQ(scale->provenance, SpacingProvenance::estimated);
  EXPECT_NEAR(scale->row_spacing, 0.25, 1e-12);
  EXPECT_EQ(scale->magnification, 1.2);
}

TEST(Calibration, AMagnificationReplacesTheOneOfTheFileInsteadOfAddingToIt) {
  const auto first = calibrated(detector_scale(0.3), {TypedMagnification{1.5}, "A. Reader", "2026-11-21"});
  ASSERT_TRUE(first);
  const auto second = calibrated(*first, {TypedMagnification{1.2}, "A. Reader", "2026-11-21"});
  ASSERT_TRUE(second);
  EXPECT_NEAR(second->row_spacing, 0.25, 1e-12);
}

TEST(Calibration, AMagnificationWithoutDetectorMillimetresIsRefused) {
  EXPECT_FALSE(calibrated({}, {TypedMagnification{1.2}, "A. Reader", "2026-11-21"}));
}

TEST(Calibration, IsReadFromAFileWithALengthOrAMagnification) {
  const auto length = parse_calibration(
      R"({"by": "A. Reader", "at": "2026-11-21", "length_mm": 25, "from": [1, 2], "to": [101, 2]})", "file");
  ASSERT_TRUE(length) << length.error().text();
  EXPECT_EQ(length->who, "A. Reader");
  EXPECT_DOUBLE_EQ(std::get<KnownLength>(length->source).to.column, 101.0);
  const auto factor = parse_calibration(R"({"by": "A. Reader", "at": "2026-11-21", "magnification": 1.2})", "file");
  ASSERT_TRUE(factor) << factor.error().text();
  EXPECT_DOUBLE_EQ(std::get<TypedMagnification>(factor->source).value, 1.2);
  EXPECT_FALSE(parse_calibration(R"({"by": "A. Reader", "at": "2026-11-21"})", "file"));
  EXPECT_FALSE(parse_calibration("no json", "file"));
}

TEST(Calibration, NamelessOrImpossibleCalibrationsAreRefused) {
  EXPECT_FALSE(calibrated(detector_scale(0.3), {TypedMagnification{1.2}, "", "2026-11-21"}));
  EXPECT_FALSE(calibrated(detector_scale(0.3), {TypedMagnification{0.8}, "A. Reader", "2026-11-21"}));
  EXPECT_FALSE(calibrated({}, {KnownLength{{10, 10}, {12, 10}, 25.0}, "A. Reader", "2026-11-21"}));
  EXPECT_FALSE(calibrated({}, {KnownLength{{10, 10}, {110, 10}, -1.0}, "A. Reader", "2026-11-21"}));
}

} // namespace
} // namespace spondyl::radiograph
