#include "../../../tests/dicom_output/phantom_study.h"

#include <fstream>
#include <gmock/gmock.h>
#include <spondyl/audit/log.h>
#include <spondyl/dicom/scan.h>
#include <spondyl/dicom_sr/report.h>
#include <spondyl/sign_off/sign_off.h>
#include <spondyl/view_model/report_export.h>
#include <spondyl/view_model/sign_off.h>

namespace spondyl::view_model {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A phantom's images, opened and reviewed.
class ReportExport : public testing::Test {
protected:
  ReportExport() {
    study.findings.sign_off.reset();
    std::vector<fs::path> inputs = {folder / "images"};
    auto scan = dicom::scan(inputs);
    if (scan && !scan->series.empty())
      series = scan->series.front();
    order.formats = {"csv", "sr"};
    order.folder = folder / "out";
    notes = {{folder / "findings.json"}, folder / "audit.jsonl"};
  }
  ReviewDocument document() const { return {series, study.findings, std::make_shared<const LabelMap>(study.labels)}; }
  ReportSnapshot snapshot(const ReviewDocument& of) const {
    return report_snapshot(of, std::vector{folder / "images"});
  }
  pipeline::ExportOutcome write(const ReviewDocument& of) {
    auto outcome = export_reports(host, snapshot(of), order, notes);
    EXPECT_TRUE(outcome) << outcome.error().text();
    return outcome ? std::move(*outcome) : pipeline::ExportOutcome{};
  }
  test_support::TemporaryFolder folder;
  dicom_output::PhantomStudy study = dicom_output::phantom_study("ct", folder.sub("images"));
  Series series;
  plugin_host::PluginHost host{plugin_host::default_search_folders()};
  ReportExportOrder order;
  ReportNotes notes;
};

std::vector<std::string> names_of(const std::vector<ReportFormatChoice>& choices) {
  std::vector<std::string> names;
  for (const ReportFormatChoice& choice : choices)
    names.push_back(choice.format);
  return names;
}

TEST_F(ReportExport, OffersWhatTheHostHasAndSaysWhyAPluginIsRefused) {
  fs::create_directories(folder / "plugins");
  std::ofstream(folder / "plugins" / "other.so") << "no code";
  std::ofstream(folder / "plugins" / "other.plugin.json")
      << R"({"id": "other", "version": "1", "abi": 99, "role": "report_writer",
             "formats": [{"name": "odt", "ending": ".odt"}], "licence": "MIT"})";
  auto folders = plugin_host::default_search_folders();
  folders.additional = {folder / "plugins"};
  const auto choices = report_formats(plugin_host::PluginHost(folders));
  EXPECT_THAT(names_of(choices), testing::IsSupersetOf({"csv", "json", "html", "pdf", "fhir", "sr", "seg", "kos"}));
  const auto sr = std::ranges::find(choices, "sr", &ReportFormatChoice::format);
  ASSERT_NE(sr, choices.end());
  EXPECT_EQ(sr->plugin, "dicom");
  EXPECT_EQ(sr->ending, ".sr.dcm");
  EXPECT_EQ(sr->refusal, "");
  ASSERT_EQ(choices.back().format, "odt");
  EXPECT_THAT(choices.back().refusal, HasSubstr("99"));
}

TEST_F(ReportExport, OffersTheLanguagesOfThePluginsAndOfTheSite) {
  EXPECT_THAT(report_languages(host, {}), ElementsAre("en", "de"));
  fs::create_directories(folder / "site" / "texts");
  std::ofstream(folder / "site" / "texts" / "nl.json") << "{}";
  EXPECT_THAT(report_languages(host, folder / "site"), ElementsAre("en", "de", "nl"));
}

TEST_F(ReportExport, WritesWhatTheReaderSeesWithItsLabels) {
  order.formats = {"csv", "sr", "seg", "pdf"};
  ReviewDocument reviewed = document();
  ASSERT_TRUE(reviewed.apply(MarkNotAssessable{reviewed.state().reviews[0].key, "cement"}));
  const auto outcome = write(reviewed);
  EXPECT_TRUE(outcome.all_written()) << in_words(outcome);
  const auto report = dicom_sr::read_report(folder / "out" / "report.sr.dcm");
  ASSERT_TRUE(report && report->findings);
  EXPECT_EQ(report->findings->vertebrae, reviewed.findings().vertebrae);
  EXPECT_THAT(dicom_files(outcome), ElementsAre(folder / "out" / "report.sr.dcm", folder / "out" / "report.seg.dcm"));
  EXPECT_THAT(in_words(outcome), HasSubstr("Written: " + (folder / "out" / "report.pdf").string()));
  EXPECT_EQ(audit::verify(notes.audit_log), 4U);
}

TEST_F(ReportExport, WritesNothingIntoTheInput) {
  const ReviewDocument reviewed = document();
  for (const fs::path& inside : {folder / "images", folder / "images" / "reports", folder / "out" / ".." / "images"}) {
    order.folder = inside;
    EXPECT_EQ(export_reports(host, snapshot(reviewed), order, notes).error().code, ErrorCode::invalid_argument);
    EXPECT_FALSE(fs::exists(inside / "report.csv"));
  }
  order.folder = "relative";
  EXPECT_FALSE(check_export(order, {}));
  order = {{}, "en", "", folder / "out"};
  EXPECT_FALSE(check_export(order, {})) << "no format";
  EXPECT_FALSE(fs::exists(notes.audit_log));
}

TEST_F(ReportExport, TheFolderThatWasOpenedIsInputToo) {
  const auto opened = report_snapshot(document(), std::vector{folder.path(), fs::path("/elsewhere")});
  EXPECT_THAT(opened.inputs, Contains(folder.path()));
  EXPECT_THAT(opened.inputs, testing::Not(Contains("/elsewhere")));
  EXPECT_FALSE(check_export(order, opened.inputs));
}

TEST_F(ReportExport, SaysWhatWouldBeReplacedAndWhatFailed) {
  const auto choices = report_formats(host);
  EXPECT_THAT(replaced_files(order, choices), IsEmpty());
  (void)write(document());
  EXPECT_THAT(replaced_files(order, choices),
              testing::UnorderedElementsAre(order.folder / "report.csv", order.folder / "report.sr.dcm"));
  order.formats = {"seg", "csv"};
  const auto outcome = write(ReviewDocument(series, study.findings)); // without labels
  EXPECT_FALSE(outcome.all_written());
  EXPECT_THAT(in_words(outcome), HasSubstr("Not written: seg. These findings have no label map."));
}

TEST_F(ReportExport, AnAmendmentNamesWhatWasExportedOfTheSignedFindings) {
  ReviewDocument first = document();
  const SignOffOrder by{"Reader^Rita", "Clinic", SignOffState::signed_off, "", "2026-01-03T00:00:00Z"};
  const auto signed_findings = sign_and_save(first, by, folder / "findings.json", notes.audit_log);
  ASSERT_TRUE(signed_findings) << signed_findings.error().text();
  EXPECT_THAT(report_state(*signed_findings), HasSubstr("Signed by Reader^Rita, revision 1"));
  EXPECT_THAT(report_state(study.findings), HasSubstr("Draft"));
  notes.beside.push_back(session_note(folder / "sessions", series));
  fs::create_directories(folder / "sessions");
  const auto outcome = write(ReviewDocument(series, *signed_findings, first.base_labels()));
  EXPECT_THAT(outcome.warnings, IsEmpty());
  const auto report = dicom_sr::read_report(folder / "out" / "report.sr.dcm");
  ASSERT_TRUE(report);
  const ReportReference written{report->identity.sop_class_uid, report->identity.series_instance_uid,
                                report->identity.sop_instance_uid};
  EXPECT_THAT(noted_reports(*signed_findings, notes.beside), ElementsAre(written)) << "each once";
  EXPECT_THAT(noted_reports(*signed_findings, std::vector{notes.beside[1]}), ElementsAre(written))
      << "also where the file is not known";
  EXPECT_THAT(noted_reports(study.findings, notes.beside), IsEmpty());
  const std::vector<fs::path> found = {folder / "out" / "report.csv", folder / "out" / "report.sr.dcm"};
  EXPECT_THAT(predecessor_reports(*signed_findings, found, notes.beside), ElementsAre(written));
  EXPECT_THAT(predecessor_reports(*signed_findings, found, {}), ElementsAre(written));
  EXPECT_THAT(predecessor_reports(*signed_findings, {}, notes.beside), ElementsAre(written));
}

} // namespace
} // namespace spondyl::view_model
