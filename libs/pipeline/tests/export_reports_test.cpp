#include <spondyl/pipeline/export_reports.h>

#include <fstream>
#include <gmock/gmock.h>
#include <spondyl/audit/log.h>
#include <spondyl/example_findings/example_findings.h>
#include <spondyl/pipeline/exported_reports.h>
#include <spondyl/pipeline/report_sources.h>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::pipeline {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

class ExportReports : public testing::Test {
protected:
  ExportReports() {
    order.report.findings = example_findings::full(); // signed
    order.report.sources = report_sources(order.report.findings, folder.path(), {});
    order.report.output = folder / "out";
    order.noted_beside = {folder / "findings.json"};
    order.audit_log = folder / "audit.jsonl";
  }
  test_support::TemporaryFolder folder;
  plugin_host::PluginHost host{plugin_host::default_search_folders()};
  ExportOrder order;
};

TEST_F(ExportReports, WritesEachFormatLogsItAndNotesTheStructuredReport) {
  order.formats = {"csv", "sr", "csv"};
  const auto outcome = export_reports(host, order);
  ASSERT_TRUE(outcome) << outcome.error().text();
  ASSERT_EQ(outcome->formats.size(), 2U) << "each once";
  EXPECT_TRUE(outcome->all_written());
  EXPECT_THAT(outcome->formats[0].files, ElementsAre(folder / "out" / "report.csv"));
  EXPECT_THAT(outcome->formats[1].files, ElementsAre(folder / "out" / "report.sr.dcm"));
  for (const FormatOutcome& format : outcome->formats)
    EXPECT_TRUE(fs::exists(format.files.at(0)));
  EXPECT_EQ(audit::verify(order.audit_log), 2U);
  EXPECT_EQ(exported_reports(order.report.findings, folder / "findings.json").size(), 1U);
  EXPECT_THAT(outcome->warnings, IsEmpty());
}

TEST_F(ExportReports, AFormatThatFailsLeavesTheOthers) {
  order.formats = {"seg", "csv"}; // of a label map that is not there
  const auto outcome = export_reports(host, order);
  ASSERT_TRUE(outcome) << outcome.error().text();
  EXPECT_FALSE(outcome->all_written());
  ASSERT_TRUE(outcome->formats[0].error);
  EXPECT_EQ(outcome->formats[0].format, "seg");
  EXPECT_THAT(outcome->formats[0].files, IsEmpty());
  EXPECT_FALSE(outcome->formats[1].error);
  EXPECT_TRUE(fs::exists(folder / "out" / "report.csv"));
}

TEST_F(ExportReports, NothingIsBegunThatCannotBeDone) {
  order.formats = {"csv", "docx"};
  EXPECT_EQ(export_reports(host, order).error().code, ErrorCode::unsupported);
  order.formats = {"csv"};
  order.report.language = "../de";
  EXPECT_EQ(export_reports(host, order).error().code, ErrorCode::invalid_argument);
  order.report.language = "en";
  EXPECT_FALSE(fs::exists(folder / "out"));
  std::ofstream(folder / "out") << "a file";
  EXPECT_EQ(export_reports(host, order).error().code, ErrorCode::io);
  EXPECT_FALSE(fs::exists(order.audit_log));
}

TEST_F(ExportReports, CancelledItSaysWhichFormatsAreMissing) {
  order.formats = {"csv", "json"};
  const CancelToken token;
  const Progress progress([&](double, std::string_view stage) { stage == "json" ? token.cancel() : void(); }, token);
  const auto outcome = export_reports(host, order, progress);
  ASSERT_TRUE(outcome) << outcome.error().text();
  EXPECT_FALSE(outcome->formats[0].error);
  ASSERT_TRUE(outcome->formats[1].error);
  EXPECT_EQ(outcome->formats[1].error->code, ErrorCode::cancelled);
  EXPECT_TRUE(fs::exists(folder / "out" / "report.csv"));
  EXPECT_FALSE(fs::exists(folder / "out" / "report.json"));
}

TEST_F(ExportReports, ALogThatCannotBeWrittenIsSaidAndTheReportStands) {
  std::ofstream(folder / "no-folder") << "a file";
  order.audit_log = folder / "no-folder" / "audit.jsonl";
  order.formats = {"csv"};
  const auto outcome = export_reports(host, order);
  ASSERT_TRUE(outcome) << outcome.error().text();
  EXPECT_TRUE(outcome->all_written());
  EXPECT_EQ(outcome->warnings.size(), 1U);
}

} // namespace
} // namespace spondyl::pipeline
