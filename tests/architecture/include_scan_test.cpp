#include "include_scan.h"

#include <gtest/gtest.h>

namespace spondyl::architecture {
namespace {

TEST(IncludeScan, NoSourceSeesAToolkitItMayNotSee) {
  int files_scanned = 0;
  const auto violations = scan_includes(SPONDYL_SOURCE_DIR, files_scanned);
  EXPECT_GT(files_scanned, 20);
  for (const Violation& violation : violations)
    ADD_FAILURE() << violation.file << " includes <" << violation.include << ">, but " << violation.toolkit
                  << " may not be used there (docs/ARCHITECTURE.md)";
}

TEST(IncludeScan, KnowsTheToolkitsByTheirHeaders) {
  EXPECT_EQ(toolkit_of("itkImage.h"), "ITK");
  EXPECT_EQ(toolkit_of("dcmtk/dcmdata/dctk.h"), "DCMTK");
  EXPECT_EQ(toolkit_of("curl/curl.h"), "curl");
  EXPECT_EQ(toolkit_of("vtkImageData.h"), "VTK");
  EXPECT_EQ(toolkit_of("QWidget"), "Qt");
  EXPECT_EQ(toolkit_of("cairo.h"), "cairo");
  EXPECT_EQ(toolkit_of("vector"), "");
  EXPECT_EQ(toolkit_of("spondyl/model/volume.h"), "");
}

TEST(IncludeScan, RefusesAToolkitInTheWrongFolder) {
  EXPECT_FALSE(may_use("libs/morphometry/src/heights.cpp", "ITK"));
  EXPECT_FALSE(may_use("app/cli/main.cpp", "Qt"));
  EXPECT_FALSE(may_use("libs/dicom_sr/src/write_report.cpp", "curl"));
  EXPECT_FALSE(may_use("libs/segmentation/src/segment.cpp", "DCMTK"));
  EXPECT_TRUE(may_use("libs/dicom_write/src/writer.cpp", "DCMTK"));
  EXPECT_TRUE(may_use("libs/segmentation/src/ct/canal.cpp", "ITK"));
}

} // namespace
} // namespace spondyl::architecture
