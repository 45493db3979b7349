// Films as DICOM files through the whole line: what the scale table of X-ray tags makes of them, and what clicks do.

#include <filesystem>
#include <gtest/gtest.h>
#include <spondyl/dicom/scan.h>
#include <spondyl/dicom_write/write.h>
#include <spondyl/film_phantom/film_phantom.h>
#include <spondyl/pipeline/review.h>

namespace spondyl::pipeline {
namespace {

namespace fs = std::filesystem;
using dicom::RadiographSpacingTags;
using dicom::SpacingPair;

constexpr double kPixelsPerMillimetre = 1.0;

film_phantom::FilmPhantom small_film() {
  film_phantom::FilmOptions options;
  options.pixels_per_mm = kPixelsPerMillimetre;
  return film_phantom::draw_film(options);
}

/// The one series of a folder with the phantom as a DICOM file.
Series written(const std::string& name, const RadiographSpacingTags& tags, const std::string& orientation = "") {
  const fs::path folder = fs::path(testing::TempDir()) / ("film-" + name);
  fs::remove_all(folder);
  fs::create_directories(folder);
  dicom_write::WriteOptions options;
  options.pixels.is_signed = false;
  options.spacing_tags = tags;
  options.series.patient_orientation = orientation;
  const auto done = dicom_write::write_radiograph(small_film().film, folder / "film.dcm", options);
  EXPECT_TRUE(done) << done.error().text();
  auto scanned = dicom::scan({folder}, {}, {});
  EXPECT_TRUE(scanned && scanned->series.size() == 1);
  return scanned->series.front();
}

ReviewOptions clicks() {
  ReviewOptions options;
  for (const PixelPoint centre : small_film().centres)
    options.seeds.on_image.push_back({centre, std::nullopt});
  return options;
}

struct ScaleRow {
  std::string name;
  RadiographSpacingTags tags;
  SpacingProvenance provenance;
  double millimetres_per_pixel; ///< 0 = none may be given
};

RadiographSpacingTags pixel_spacing(double spacing, const std::string& type = "") {
  RadiographSpacingTags tags;
  tags.pixel_spacing = SpacingPair{spacing, spacing};
  tags.calibration_type = type;
  return tags;
}

RadiographSpacingTags imager_spacing(double spacing) {
  RadiographSpacingTags tags;
  tags.imager_pixel_spacing = SpacingPair{spacing, spacing};
  return tags;
}

/// Every row of the X-ray scale table.
std::vector<ScaleRow> scale_table() {
  std::vector<ScaleRow> rows = {{"fiducial", pixel_spacing(0.5, "FIDUCIAL"), SpacingProvenance::calibrated, 0.5},
                                {"geometry", pixel_spacing(0.5, "GEOMETRY"), SpacingProvenance::geometry, 0.5},
                                {"magnification", imager_spacing(0.6), SpacingProvenance::estimated, 0.5},
                                {"distances", imager_spacing(0.6), SpacingProvenance::estimated, 0.5},
                                {"imager", imager_spacing(0.6), SpacingProvenance::detector, 0.6},
                                {"corrected", imager_spacing(0.6), SpacingProvenance::corrected_unknown_cause, 0.5},
                                {"repeated", imager_spacing(0.6), SpacingProvenance::uncalibrated, 0.6},
                                {"pixel", pixel_spacing(0.5), SpacingProvenance::uncalibrated, 0.5},
                                {"scanned", {}, SpacingProvenance::film, 0.4},
                                {"nothing", {}, SpacingProvenance::none, 0.0}};
  rows[2].tags.magnification_factor = 1.2;
  rows[3].tags.distance_source_to_detector = 1800.0;
  rows[3].tags.distance_source_to_patient = 1500.0;
  rows[5].tags.pixel_spacing = SpacingPair{0.5, 0.5};
  rows[6].tags.pixel_spacing = SpacingPair{0.6, 0.6};
  rows[8].tags.nominal_scanned_pixel_spacing = SpacingPair{0.4, 0.4};
  return rows;
}

TEST(FilmLine, EveryHeightCarriesWhereItsMillimetresComeFrom) {
  for (const ScaleRow& row : scale_table()) {
    const auto review = review_series(written(row.name, row.tags), clicks(), {});
    ASSERT_TRUE(review) << row.name << ": " << review.error().text();
    ASSERT_EQ(review->findings.vertebrae.size(), small_film().centres.size()) << row.name;
    for (const VertebraFinding& vertebra : review->findings.vertebrae) {
      ASSERT_TRUE(vertebra.heights.posterior) << row.name << ' ' << vertebra.reason;
      const HeightMeasurement& height = *vertebra.heights.posterior;
      EXPECT_EQ(height.spacing, row.provenance) << row.name;
      EXPECT_EQ(height.unit, LengthUnit::pixel) << row.name;
      EXPECT_TRUE(vertebra.ratios.anterior_to_posterior) << row.name;
      ASSERT_EQ(height.value_mm.has_value(), row.millimetres_per_pixel > 0.0) << row.name;
      if (height.value_mm) {
        EXPECT_NEAR(*height.value_mm, height.value * row.millimetres_per_pixel, 1e-6) << row.name << " mm";
      }
    }
  }
}

TEST(FilmLine, ClicksMakeSeededMeasurementsNearTheDrawnHeights) {
  const auto review = review_series(written("clicked", {}), clicks(), {});
  ASSERT_TRUE(review) << review.error().text();
  const auto phantom = small_film();
  ASSERT_EQ(review->findings.vertebrae.size(), phantom.bodies.size());
  for (std::size_t k = 0; k < phantom.bodies.size(); ++k) {
    const VertebraFinding& vertebra = review->findings.vertebrae[k];
    EXPECT_EQ(vertebra.origin, MeasurementOrigin::seeded);
    EXPECT_FALSE(vertebra.level) << "nobody named a level";
    ASSERT_TRUE(vertebra.heights.anterior && vertebra.heights.anterior->uncertainty);
    EXPECT_GT(*vertebra.heights.anterior->uncertainty, 0.0);
    EXPECT_NEAR(vertebra.heights.anterior->value, phantom.bodies[k].anterior_height(), 3.0) << "px, body " << k;
  }
}

TEST(FilmLine, AReadersCalibrationTakesThePlaceOfTheTagsAndIsSigned) {
  ReviewOptions options = clicks();
  options.calibration = {radiograph::KnownLength{{10, 10}, {60, 10}, 20.0}, "A. Reader", "2026-11-21T01:00:00"};
  const auto review = review_series(written("calibrated", imager_spacing(0.6)), options, {});
  ASSERT_TRUE(review) << review.error().text();
  const HeightMeasurement& height = *review->findings.vertebrae.at(0).heights.posterior;
  EXPECT_EQ(height.spacing, SpacingProvenance::calibrated);
  EXPECT_NEAR(height.value_mm.value_or(0.0), 0.4 * height.value, 1e-6) << "mm";
  EXPECT_NE(review->findings.warnings.back().find("A. Reader"), std::string::npos);
  const ReaderCalibration record{ReaderCalibration::Kind::length, 20.0, "A. Reader", "2026-11-21T01:00:00"};
  EXPECT_EQ(review->findings.calibration, record);
}

TEST(FilmLine, ATypedMagnificationIsDividedOutAndRecorded) {
  ReviewOptions options = clicks();
  options.calibration = {radiograph::TypedMagnification{1.25}, "A. Reader", "2026-11-21T01:00:00"};
  const auto review = review_series(written("typed", imager_spacing(0.6)), options, {});
  ASSERT_TRUE(review) << review.error().text();
  const HeightMeasurement& height = *review->findings.vertebrae.at(0).heights.posterior;
  EXPECT_EQ(height.spacing, SpacingProvenance::estimated);
  EXPECT_NEAR(height.value_mm.value_or(0.0), 0.48 * height.value, 1e-6) << "mm";
  ASSERT_TRUE(review->findings.calibration);
  EXPECT_EQ(review->findings.calibration->kind, ReaderCalibration::Kind::magnification);
  EXPECT_DOUBLE_EQ(review->findings.calibration->value, 1.25);
}

TEST(FilmLine, PatientOrientationIsReadAndSparesTheGuess) {
  const auto guessed = review_series(written("guessed", {}), clicks(), {});
  const auto told = review_series(written("told", {}, "P\\F"), clicks(), {});
  ASSERT_TRUE(guessed && told);
  EXPECT_FALSE(guessed->findings.warnings.empty());
  EXPECT_TRUE(told->findings.warnings.empty()) << told->findings.warnings.front();
}

TEST(FilmLine, AnInvertedFilmGivesTheSameHeights) {
  const fs::path folder = fs::path(testing::TempDir()) / "film-inverted";
  fs::remove_all(folder);
  fs::create_directories(folder);
  dicom_write::WriteOptions options;
  options.pixels.is_signed = false;
  options.pixels.monochrome1 = true;
  ASSERT_TRUE(dicom_write::write_radiograph(small_film().film, folder / "film.dcm", options));
  const auto scanned = dicom::scan({folder}, {}, {});
  ASSERT_TRUE(scanned && scanned->series.size() == 1);
  const auto inverted = review_series(scanned->series.front(), clicks(), {}),
             plain = review_series(written("plain", {}), clicks(), {});
  ASSERT_TRUE(inverted && plain);
  ASSERT_EQ(inverted->findings.vertebrae.size(), plain->findings.vertebrae.size());
  for (std::size_t k = 0; k < plain->findings.vertebrae.size(); ++k)
    EXPECT_NEAR(inverted->findings.vertebrae[k].heights.anterior->value,
                plain->findings.vertebrae[k].heights.anterior->value, 0.3)
        << "px, body " << k;
}

TEST(FilmLine, WithoutClicksBodiesAreFoundAndLevelsAreNotClaimed) {
  const auto review = review_series(written("automatic", {}, "P\\F"), {}, {});
  ASSERT_TRUE(review) << review.error().text();
  EXPECT_GE(review->findings.vertebrae.size(), small_film().bodies.size() - 1);
  EXPECT_EQ(review->findings.numbering.status, NumberingStatus::uncertain);
  for (const VertebraFinding& vertebra : review->findings.vertebrae) {
    EXPECT_EQ(vertebra.origin, MeasurementOrigin::automatic);
    EXPECT_FALSE(vertebra.level);
  }
}

} // namespace
} // namespace spondyl::pipeline
