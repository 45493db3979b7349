#include "example_report.h"

#include <gmock/gmock.h>
#include <spondyl/dicom_sr/report.h>
#include <spondyl/sign_off/sign_off.h>

namespace spondyl::plugins {
namespace {

using testing::HasSubstr;

dicom_sr::Report read_back(const Findings& findings) {
  Reports reports(findings);
  EXPECT_FALSE(reports.write("sr").empty());
  const auto read = dicom_sr::read_report(reports.folder() / "report.sr.dcm");
  EXPECT_TRUE(read) << read.error().text();
  return read.value_or(dicom_sr::Report{});
}

TEST(DicomReports, ADraftIsPartialAndUnverified) {
  const dicom_sr::Report report = read_back(example_findings());
  EXPECT_FALSE(report.complete);
  EXPECT_FALSE(report.verified);
  EXPECT_THAT(report.impression, HasSubstr("Vertebral fracture of L1"));
  ASSERT_TRUE(report.findings);
  EXPECT_EQ(report.findings->vertebrae, example_findings().vertebrae);
}

TEST(DicomReports, ASignedReportIsVerifiedByItsReader) {
  const auto done = sign_off::sign(example_findings(), {"Reader^Rita", "Clinic"}, "2026-01-03T00:00:00Z");
  ASSERT_TRUE(done);
  const dicom_sr::Report report = read_back(*done);
  EXPECT_TRUE(report.complete);
  EXPECT_TRUE(report.verified);
  ASSERT_EQ(report.verifying_observers.size(), 1U);
  EXPECT_EQ(report.verifying_observers[0].reader_name, "Reader^Rita");
  EXPECT_EQ(report.verifying_observers[0].date_time, "20260103010000+0100") << "midnight UTC";
}

TEST(DicomReports, WithoutPixelsSegmentationAndPictureFailNamingThePath) {
  Reports reports;
  const auto gone = [] { return failure(ErrorCode::not_found, "The images are not at /gone."); };
  reports.order.sources.source_files = [gone]() -> Result<std::vector<std::filesystem::path>> { return gone(); };
  EXPECT_THAT(reports.problem("seg"), HasSubstr("/gone"));
  EXPECT_THAT(reports.problem("sc"), HasSubstr("/gone"));
  for (const char* format : {"sr", "pdf-dicom", "kos"})
    EXPECT_EQ(reports.problem(format), "") << format;
}

} // namespace
} // namespace spondyl::plugins
