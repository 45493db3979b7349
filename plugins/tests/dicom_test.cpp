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

TEST(DicomReports, AnAmendmentNamesTheReportItTakesThePlaceOf) {
  const auto first = sign_off::sign(example_findings(), {"Reader^Rita", ""}, "2026-01-03T00:00:00Z");
  ASSERT_TRUE(first);
  Findings changed = example_findings();
  changed.vertebrae[0].reason = "measured again";
  auto amendment = sign_off::amend(changed, *first, "wrong level");
  ASSERT_TRUE(amendment);
  const auto second = sign_off::sign(*amendment, {"Reader^Rita", ""}, "2026-01-04T00:00:00Z");
  ASSERT_TRUE(second);
  const dicom_sr::Report before = read_back(*first), after = read_back(*second);
  EXPECT_THAT(before.predecessors, testing::IsEmpty());
  EXPECT_THAT(after.predecessors, testing::ElementsAre(before.identity));
  EXPECT_NE(after.identity.sop_instance_uid, before.identity.sop_instance_uid);
  EXPECT_EQ(read_back(*first).identity, before.identity) << "written twice it is the same report";
  EXPECT_NE(read_back(example_findings()).identity, read_back(example_findings()).identity) << "drafts are not";
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
