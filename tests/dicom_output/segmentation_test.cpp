#include "phantom_study.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <spondyl/dicom_seg/segmentation.h>
#include <spondyl/dicom_sr/report.h>

namespace spondyl::dicom_output {
namespace {

namespace fs = std::filesystem;
using dicom_seg::read_segmentation;
using dicom_seg::write_segmentation;

class Segmentation : public testing::TestWithParam<const char*> {
protected:
  test_support::TemporaryFolder folder;
  fs::path images = folder.sub("images");
  PhantomStudy study = phantom_study(GetParam(), images);
  fs::path file = folder / "seg.dcm";
};
INSTANTIATE_TEST_SUITE_P(Phantoms, Segmentation, testing::Values("ct", "mr", "enhanced", "tilted"),
                         [](const auto& instance) { return std::string(instance.param); });

struct Body {
  double volume = 0; ///< mm^3
  PatientPoint centre;
};

std::map<int, Body> bodies_of(const LabelMap& labels) {
  std::map<int, Body> bodies;
  const VolumeGeometry& geometry = labels.geometry;
  const double voxel = geometry.column_spacing * geometry.row_spacing * geometry.slice_spacing;
  for (int slice = 0; slice < geometry.size.slices; ++slice)
    for (int row = 0; row < geometry.size.rows; ++row)
      for (int column = 0; column < geometry.size.columns; ++column)
        if (const int label = labels.voxels[geometry.offset(column, row, slice)]; label != 0) {
          Body& body = bodies[label];
          const IndexPoint index{static_cast<double>(column), static_cast<double>(row), static_cast<double>(slice)};
          body.centre = body.centre + (geometry.to_patient(index) - PatientPoint{}) * voxel;
          body.volume += voxel;
        }
  for (auto& [label, body] : bodies)
    body.centre = PatientPoint{} + (body.centre - PatientPoint{}) / body.volume;
  return bodies;
}

TEST_P(Segmentation, PutsEveryBodyWhereTheLabelMapHasIt) {
  ASSERT_TRUE(write_segmentation(study.findings, study.labels, {}, file));
  const auto read = read_segmentation(file);
  ASSERT_TRUE(read) << read.error().text();
  const auto expected = bodies_of(study.labels), found = bodies_of(read->labels);
  ASSERT_GE(expected.size(), 4U);
  for (const auto& [label, body] : expected) {
    ASSERT_TRUE(found.contains(label)) << label;
    EXPECT_NEAR(found.at(label).volume / body.volume, 1.0, 0.08) << label;
    EXPECT_LT(distance(found.at(label).centre, body.centre), 1.0) << label << " mm"; // less than a voxel
  }
}

TEST_P(Segmentation, CodesLevelsAndTracksBodiesAsTheReportDoes) {
  ASSERT_TRUE(write_segmentation(study.findings, study.labels, {}, file));
  ASSERT_TRUE(dicom_sr::write_report(study.findings, {}, folder / "sr.dcm"));
  const auto read = read_segmentation(file);
  const auto report = dicom_sr::read_report(folder / "sr.dcm");
  ASSERT_TRUE(read && report);
  std::map<std::string, std::string> tracked;
  for (const auto& group : report->groups)
    tracked[group.tracking_identifier] = group.tracking_uid;
  for (const dicom_seg::Segment& segment : read->segments) {
    EXPECT_EQ(segment.category, (dicom_modules::Code{"91723000", "SCT", ""}));
    ASSERT_TRUE(segment.level);
    EXPECT_EQ(segment.type, dicom_modules::vertebra_code(segment.level));
    EXPECT_EQ(segment.algorithm_type, "AUTOMATIC");
    if (tracked.contains(segment.tracking_identifier)) {
      EXPECT_EQ(segment.tracking_uid, tracked[segment.tracking_identifier]);
    }
  }
  EXPECT_EQ(read->referenced_series_uid, study.findings.series_instance_uid);
  EXPECT_EQ(read->referenced_instances.size(), study.findings.images.instances.size());
  EXPECT_EQ(read->frame_of_reference_uid, study.findings.images.frame_of_reference_uid);
}

TEST_P(Segmentation, FindsImagesThatWereMovedAndRenamed) {
  const fs::path elsewhere = folder.sub("elsewhere/deeper");
  int number = 0;
  for (const auto& entry : fs::directory_iterator(images))
    fs::rename(entry.path(), elsewhere / std::to_string(++number));
  const auto gone = write_segmentation(study.findings, study.labels, {}, file);
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code, ErrorCode::not_found);
  EXPECT_THAT(gone.error().message, testing::HasSubstr(images.string()));
  dicom_seg::SegmentationOptions options;
  options.image_root = folder / "elsewhere";
  EXPECT_TRUE(write_segmentation(study.findings, study.labels, options, file));
}

TEST_P(Segmentation, RefusesLabelsThatLieElsewhere) {
  study.labels.geometry.origin = study.labels.geometry.origin + PatientVector{5000, 0, 0};
  const auto refused = write_segmentation(study.findings, study.labels, {}, file);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::not_measurable);
  EXPECT_FALSE(fs::exists(file));
}

TEST_P(Segmentation, StopsWhenCancelled) {
  const CancelToken token;
  token.cancel();
  EXPECT_EQ(write_segmentation(study.findings, study.labels, {}, file, Progress({}, token)).error().code,
            ErrorCode::cancelled);
}

} // namespace
} // namespace spondyl::dicom_output
