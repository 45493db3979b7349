#include <spondyl/imaging/nifti.h>

#include <gtest/gtest.h>

namespace spondyl::imaging {
namespace {

LabelMap sagittal_labels() {
  LabelMap labels;
  labels.geometry.size = {4, 5, 3};
  labels.geometry.origin = {10, -20, 30};
  labels.geometry.column_axis = {0, 1, 0};
  labels.geometry.row_axis = {0, 0, -1};
  labels.geometry.slice_axis = {-1, 0, 0};
  labels.geometry.slice_spacing = 3.0;
  labels.voxels.assign(labels.geometry.size.voxels(), 0);
  labels.voxels[labels.geometry.offset(1, 2, 1)] = 20;
  return labels;
}

TEST(Nifti, LabelMapRoundTripKeepsGeometryAndValues) {
  const auto path = std::filesystem::path(testing::TempDir()) / "labels-round-trip.nii.gz";
  const LabelMap written = sagittal_labels();
  ASSERT_TRUE(write_nifti(written, path));
  const auto read = read_nifti_labels(path);
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->voxels, written.voxels);
  const PatientPoint expected = written.geometry.to_patient({1, 2, 1});
  const PatientPoint actual = read->geometry.to_patient({1, 2, 1});
  EXPECT_NEAR(distance(expected, actual), 0.0, 1e-4) << "mm";
}

TEST(Nifti, UnwritableFolderNamesTheFile) {
  const auto written = write_nifti(sagittal_labels(), "/nonexistent-folder/labels.nii.gz");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::io);
  EXPECT_NE(written.error().message.find("/nonexistent-folder/labels.nii.gz"), std::string::npos);
}

} // namespace
} // namespace spondyl::imaging
