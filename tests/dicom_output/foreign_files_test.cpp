#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>
#include <spondyl/dicom_seg/segmentation.h>
#include <spondyl/dicom_sr/report.h>

namespace spondyl::dicom_output {
namespace {

namespace fs = std::filesystem;

const fs::path kCorpus = fs::path(SPONDYL_DATA_DIR) / "robustness";

/// Reports and segmentations that dcmqi and highdicom ship for their own tests.
class FilesOfOtherPrograms : public testing::Test {
protected:
  void SetUp() override {
    if (!fs::exists(kCorpus / "dcmqi-seg-sr") || !fs::exists(kCorpus / "highdicom"))
      GTEST_SKIP() << "no files of dcmqi and highdicom in SPONDYL_DATA";
  }
};

TEST_F(FilesOfOtherPrograms, DcmqiReportGivesItsMeasurementsAndItsSegment) {
  const auto report = dicom_sr::read_report(kCorpus / "dcmqi-seg-sr/sr-example/sr.dcm");
  ASSERT_TRUE(report) << report.error().text();
  ASSERT_EQ(report->groups.size(), 1U);
  EXPECT_EQ(report->groups[0].tracking_identifier, "primary tumor");
  EXPECT_EQ(report->groups[0].measurements.size(), 22U);
  EXPECT_EQ(report->groups[0].referenced_segments.size(), 1U);
  EXPECT_FALSE(report->findings);
}

TEST_F(FilesOfOtherPrograms, HighdicomReportGivesGroupsAndShapes) {
  const auto report = dicom_sr::read_report(kCorpus / "highdicom/test_files/sr_document_with_multiple_groups.dcm");
  ASSERT_TRUE(report) << report.error().text();
  ASSERT_EQ(report->groups.size(), 4U);
  EXPECT_EQ(report->groups[1].shapes.size(), 1U);
  EXPECT_EQ(report->groups[1].measurements.at(0).value, 10.0);
}

TEST_F(FilesOfOtherPrograms, SegmentationsOfEveryKindAreRead) {
  const std::pair<const char*, std::size_t> files[] = {
      {"dcmqi-seg-sr/segmentations/liver.dcm", 1},
      {"dcmqi-seg-sr/segmentations/partial_overlaps.dcm", 5},
      {"dcmqi-seg-sr/segmentations/sparse-labelmap-noppv.dcm", 1}, // LABELMAP
      {"highdicom/test_files/seg_image_ct_binary.dcm", 1},
      {"highdicom/test_files/seg_image_ct_binary_overlap.dcm", 2},
      {"highdicom/test_files/seg_image_ct_true_fractional.dcm", 1}};
  for (const auto& [name, segments] : files) {
    const auto read = dicom_seg::read_segmentation(kCorpus / name);
    ASSERT_TRUE(read) << read.error().text();
    std::set<std::uint8_t> labels(read->labels.voxels.begin(), read->labels.voxels.end());
    labels.erase(0);
    EXPECT_EQ(labels.size(), segments) << name;
  }
}

TEST_F(FilesOfOtherPrograms, MicroscopySegmentationIsRefusedWithItsReason) {
  const auto refused = dicom_seg::read_segmentation(kCorpus / "highdicom/test_files/seg_image_sm_dots.dcm");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unsupported);
  EXPECT_THAT(refused.error().message, testing::HasSubstr("no position in space"));
}

} // namespace
} // namespace spondyl::dicom_output
