#include "../../../tests/dicom_output/phantom_study.h"
#include "stored_shapes.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spondyl/dicom/scan.h>
#include <spondyl/dicom_sr/report.h>
#include <spondyl/sign_off/sign_off.h>
#include <spondyl/view_model/review_document.h>
#include <spondyl/view_model/stored_results.h>

namespace spondyl::view_model {
namespace {

namespace fs = std::filesystem;

class StoredResults : public testing::Test {
protected:
  StoredResults() {
    study.findings.sign_off.reset();
    files = dicom_output::write_all(study, folder.sub("out"));
    series.kind = SeriesKind::volume;
    series.info.uid = study.findings.series_instance_uid;
    series.info.frame_of_reference_uid = study.findings.images.frame_of_reference_uid;
  }
  test_support::TemporaryFolder folder;
  dicom_output::PhantomStudy study = dicom_output::phantom_study("ct", folder.sub("images"));
  std::vector<fs::path> files;
  Series series;
};

TEST_F(StoredResults, OwnReportsOpenAsDocumentsAndSegmentationsShowTheirOutlines) {
  const auto results = stored_results(series, files);
  ASSERT_EQ(results.size(), 4U) << "of seven objects three reports and a segmentation show something";
  EXPECT_EQ(results[0].title, "Report of Spondyl");
  EXPECT_EQ(results[1].title, "Signed report of Spondyl");
  EXPECT_EQ(results[2].title, "Signed report of Spondyl") << "with what changed since a prior study";
  ASSERT_TRUE(results[0].findings);
  EXPECT_EQ(results[0].findings->vertebrae, study.findings.vertebrae);
  EXPECT_EQ(results[0].state.vertebrae, study.findings.vertebrae);
  const ReviewDocument document(series, *results[0].findings);
  EXPECT_EQ(document.findings(), *results[0].findings);

  const StoredResult& segmentation = results[3];
  ASSERT_TRUE(segmentation.state.labels);
  ASSERT_FALSE(segmentation.state.vertebrae.empty());
  for (std::size_t i = 0; i < segmentation.state.vertebrae.size(); ++i) {
    EXPECT_EQ(segmentation.state.vertebrae[i].level, study.findings.vertebrae[i].level);
    EXPECT_EQ(vertebra_of_label(segmentation.state.reviews[i].label, segmentation.state), i);
  }
}

TEST_F(StoredResults, AreFoundAmongWhatTheScanCouldNotShow) {
  std::vector<fs::path> inputs = {folder / "images", folder / "out"};
  auto scan = dicom::scan(inputs);
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(stored_results(series, files_without_images(StudyBrowser(std::move(*scan)))).size(), 4U);
}

TEST_F(StoredResults, OfOtherSeriesAndOtherFilesThereAreNone) {
  std::ofstream(folder / "damaged.dcm") << "no DICOM";
  EXPECT_THAT(stored_results(series, std::vector<fs::path>{folder / "damaged.dcm", folder / "gone.dcm"}),
              testing::IsEmpty());
  series.info.uid = "1.2.3.99";
  series.info.frame_of_reference_uid = "1.2.3.98";
  EXPECT_THAT(stored_results(series, files), testing::IsEmpty());
}

TEST_F(StoredResults, AlteredSignedReportsAreShownButNotOpened) {
  Findings changed = sign_off::sign(study.findings, {"Reader^Rita", ""}, "2026-01-03T00:00:00Z").value();
  changed.vertebrae[0].warnings.emplace_back("Added after signing.");
  ASSERT_TRUE(dicom_sr::write_report(changed, {}, folder / "altered.dcm"));
  const auto results = stored_results(series, std::vector<fs::path>{folder / "altered.dcm"});
  ASSERT_EQ(results.size(), 1U);
  EXPECT_FALSE(results[0].findings);
  EXPECT_THAT(results[0].notes, testing::Contains(testing::HasSubstr("altered after they were signed")));
}

TEST(ShapesOverlay, DrawsLinesOfItsOwnImageOnly) {
  const std::vector<StoredShape> shapes = {{"L1", {PixelPoint{1, 2}, PixelPoint{3, 4}}, false, "1.2"},
                                           {"L2", {PixelPoint{5, 6}}, false, "1.2"},
                                           {"L3", {PixelPoint{7, 8}, PixelPoint{9, 8}}, false, "1.3"}};
  const OverlayScene scene = shapes_overlay(shapes, onto_film(), "1.2");
  ASSERT_EQ(scene.lines.size(), 1U);
  EXPECT_EQ(scene.lines[0].points.size(), 2U);
  ASSERT_EQ(scene.markers.size(), 1U);
  ASSERT_EQ(scene.texts.size(), 2U);
  EXPECT_EQ(scene.texts[0].text, "L1");
}

TEST(DrawableShapes, CirclesAndEllipsesBecomeCurvesAndPixelsOfASlicePatientPoints) {
  Series series;
  series.kind = SeriesKind::volume;
  series.geometry.emplace();
  series.geometry->size = {20, 20, 3};
  series.geometry->slice_spacing = 2.0;
  series.frames.resize(3);
  series.frames[1].sop_instance_uid = "1.1";
  dicom_sr::ReportedShape circle;
  circle.graphic_type = "CIRCLE";
  circle.pixels = {{10, 10}, {14, 10}};
  circle.referenced_sop_instance_uid = "1.1";
  const auto shapes = drawable_shapes(circle, "Cyst", series);
  ASSERT_EQ(shapes.size(), 1U);
  EXPECT_TRUE(shapes[0].closed);
  for (const ImagePoint& point : shapes[0].points) {
    EXPECT_NEAR(distance(std::get<PatientPoint>(point), PatientPoint{10, 10, 2}), 4.0, 1e-9);
    EXPECT_NEAR(std::get<PatientPoint>(point).z, 2.0, 1e-9) << "of the second slice";
  }
  dicom_sr::ReportedShape ellipse;
  ellipse.graphic_type = "ELLIPSE";
  ellipse.points = {{-6, 0, 0}, {6, 0, 0}, {0, -2, 0}, {0, 2, 0}};
  const auto curves = drawable_shapes(ellipse, "", series);
  ASSERT_EQ(curves.size(), 1U);
  for (const ImagePoint& point : curves[0].points) {
    const auto& p = std::get<PatientPoint>(point);
    EXPECT_NEAR(p.x * p.x / 36 + p.y * p.y / 4, 1.0, 1e-9);
  }
  dicom_sr::ReportedShape points;
  points.graphic_type = "MULTIPOINT";
  points.points = {{1, 0, 0}, {2, 0, 0}, {3, 0, 0}};
  EXPECT_EQ(drawable_shapes(points, "", series).size(), 3U) << "points are no line";
}

TEST(SegmentsOverlay, IsDashedAndNamed) {
  const std::vector<LabelOutline> outlines{{4, {{{0, 0}, {4, 0}, {4, 4}, {0, 4}}}}, {5, {{{9, 9}, {9, 8}, {8, 8}}}}};
  const OverlayScene scene = segments_overlay(outlines, {{4, "Cord"}});
  ASSERT_EQ(scene.lines.size(), 1U);
  EXPECT_TRUE(scene.lines[0].dashed && scene.lines[0].closed);
  ASSERT_EQ(scene.texts.size(), 1U);
  EXPECT_EQ(scene.texts[0].text, "Cord");
  EXPECT_EQ(scene.texts[0].at, (PlanePoint{2, 2}));
}

} // namespace
} // namespace spondyl::view_model
