#include <spondyl/pipeline/exported_reports.h>

#include <fstream>
#include <gmock/gmock.h>
#include <spondyl/dicom_sr/report.h>
#include <spondyl/example_findings/example_findings.h>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::pipeline {
namespace {

class ExportedReports : public testing::Test {
protected:
  ReportReference write(const char* language) {
    dicom_sr::ReportOptions options;
    options.language = language;
    const auto identity = dicom_sr::write_report(signed_findings, options, report);
    EXPECT_TRUE(identity) << identity.error().text();
    return {identity->sop_class_uid, identity->series_instance_uid, identity->sop_instance_uid};
  }
  test_support::TemporaryFolder folder;
  std::filesystem::path findings = folder / "findings.json", report = folder / "report.sr.dcm";
  Findings signed_findings = example_findings::full();
};

TEST_F(ExportedReports, AreKnownAgainEachOnce) {
  const ReportReference english = write("en-US");
  ASSERT_TRUE(note_exported(signed_findings, findings, report));
  ASSERT_TRUE(note_exported(signed_findings, findings, report));
  const ReportReference german = write("de");
  ASSERT_TRUE(note_exported(signed_findings, findings, report));
  EXPECT_THAT(exported_reports(signed_findings, findings), testing::ElementsAre(english, german));
  EXPECT_EQ(std::filesystem::status(folder / "findings.reports.json").permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(ExportedReports, OfOtherFindingsAreNotTaken) {
  write("en-US");
  ASSERT_TRUE(note_exported(signed_findings, findings, report));
  Findings amended = signed_findings;
  amended.sign_off->digest = std::string(64, 'f');
  EXPECT_THAT(exported_reports(amended, findings), testing::IsEmpty());
}

TEST_F(ExportedReports, OfDraftsAreNotNoted) {
  write("en-US");
  Findings draft = signed_findings;
  draft.sign_off.reset();
  ASSERT_TRUE(note_exported(draft, findings, report));
  EXPECT_FALSE(std::filesystem::exists(folder / "findings.reports.json"));
}

TEST_F(ExportedReports, ADamagedNoteIsNone) {
  for (const char* text : {"", "[]", R"({"schema": "spondyl.reports/1", "reports": [3, {"findings": 4}]})"}) {
    std::ofstream(folder / "findings.reports.json") << text;
    EXPECT_THAT(exported_reports(signed_findings, findings), testing::IsEmpty()) << text;
  }
}

} // namespace
} // namespace spondyl::pipeline
