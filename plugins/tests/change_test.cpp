// What reports say about change since a prior study.

#include "example_report.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <spondyl/base/read_text.h>
#include <spondyl/dicom_sr/report.h>
#include <spondyl/findings/findings_json.h>
#include <spondyl/sign_off/sign_off.h>
#include <sstream>

namespace spondyl::plugins {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Two years before the example: L1 was whole.
Findings prior() {
  Findings findings = example_findings();
  findings.study.date = "20240101";
  findings.study.uid = "1.2.2";
  findings.series_instance_uid = "1.2.2.4";
  VertebraFinding& fractured = findings.vertebrae.front();
  fractured.heights.anterior->value = 24.0;
  fractured.grade = Grade{"genant", 0.0, FractureShape::none, std::nullopt, {1.0, 0.0, 0.0, 0.0, 0.0}};
  return findings;
}

struct FollowedUp : Reports {
  explicit FollowedUp(const Findings& before = prior(), const Findings& now = example_findings()) : Reports(now) {
    order.comparison = comparison::compare(before, now);
  }
};

TEST(ChangeInPages, NamesThePriorTheNewFractureAndItsFigures) {
  FollowedUp reports;
  const std::string page = reports.write("html");
  for (const char* words :
       {"Change since the CT of 2024-01-01", "New vertebral fracture since the CT of 2024-01-01: L1 (anterior height",
        "−27.1\u00A0±\u00A03.5\u00A0%", "−6.5\u00A0±\u00A00.8\u00A0mm", "0\u00A0→\u00A01", "731 days (2.0 years)",
        "No change beyond measurement error since the CT of 2024-01-01: L2.", "1.2.2.4",
        "Not found in the prior study."})
    EXPECT_THAT(page, HasSubstr(words));
  EXPECT_THAT(page, Not(HasSubstr("No prior examination")));
  EXPECT_THAT(page, Not(HasSubstr("comparison with prior imaging")));
}

TEST(ChangeInPages, IsLeftOutWithoutAPrior) {
  const std::string page = Reports().write("html");
  EXPECT_THAT(page, Not(HasSubstr("Change since")));
  EXPECT_THAT(page, HasSubstr("No prior examination"));
}

TEST(ChangeInPages, SpeaksGerman) {
  FollowedUp reports;
  reports.order.language = "de";
  const std::string page = reports.write("html");
  for (const char* words : {"Verlauf seit CT vom 01.01.2024", "Neue Wirbelkörperfraktur seit CT vom 01.01.2024: L1",
                            "−27,1\u00A0±\u00A03,5\u00A0%", "neue Fraktur", "In der Voraufnahme nicht gefunden."})
    EXPECT_THAT(page, HasSubstr(words));
  EXPECT_THAT(page, Not(HasSubstr("the prior study")));
}

TEST(ChangeInPages, SaysWhyNothingIsComparedAndShowsNoFigures) {
  Findings before = prior();
  before.patient->birth_date = "19990909";
  const std::string page = FollowedUp(before).write("html");
  EXPECT_THAT(page, HasSubstr("seems to be of a different person"));
  EXPECT_THAT(page, HasSubstr("different persons: birth date differ"));
  EXPECT_THAT(page, Not(HasSubstr("−6.5")));
  const std::size_t change = page.find("<h2>Change since");
  EXPECT_EQ(page.substr(change, page.find("<h2>", change + 1) - change).find("deformity index"), std::string::npos);
  EXPECT_THAT(page, Not(HasSubstr("0\u00A0→\u00A01"))) << "grades of two persons are no course";
}

std::string text_of(const std::filesystem::path& file) {
  return read_text(file).value_or("");
}

TEST(ChangeInTables, IsATableOfItsOwnWithOneRowPerHeight) {
  FollowedUp reports;
  EXPECT_EQ(reports.problem("csv"), "");
  const std::string table = text_of(reports.folder() / "report.changes.csv");
  std::istringstream lines(table);
  std::vector<std::string> rows;
  for (std::string line; std::getline(lines, line);)
    rows.push_back(line);
  EXPECT_EQ(rows.size(), 1U + 3U + 3U + 2U) << "header, L1, L2, the body without a number in either study";
  EXPECT_THAT(rows.at(1), HasSubstr(",L1,new,"));
  EXPECT_THAT(table, Not(HasSubstr("id-7"))) << "no patient data";
  const auto commas = [](const std::string& row) { return std::ranges::count(row, ','); };
  EXPECT_EQ(commas(rows.at(1)), commas(rows.at(0)));
  Reports without;
  EXPECT_EQ(without.problem("csv"), "");
  EXPECT_FALSE(std::filesystem::exists(without.folder() / "report.changes.csv"));
}

TEST(ChangeInJson, IsAFileBesideTheFindings) {
  FollowedUp reports;
  EXPECT_EQ(reports.problem("json"), "");
  const auto findings = findings::parse_findings(text_of(reports.folder() / "report.json"));
  ASSERT_TRUE(findings);
  EXPECT_EQ(findings->vertebrae, example_findings().vertebrae);
  const auto read = comparison::parse_comparison(text_of(reports.folder() / "report.comparison.json"));
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(comparison::to_json(*read), comparison::to_json(*reports.order.comparison));
}

TEST(ChangeInFhir, StandsWithTheVertebra) {
  const std::string bundle = FollowedUp().write("fhir");
  EXPECT_THAT(bundle, HasSubstr("\"change-ant\""));
  EXPECT_THAT(bundle, HasSubstr("New fracture"));
  EXPECT_THAT(bundle, HasSubstr("New vertebral fracture since the CT of 2024-01-01"));
}

dicom_sr::Report report_of(Reports&& reports) {
  EXPECT_FALSE(reports.write("sr").empty());
  const auto read = dicom_sr::read_report(reports.folder() / "report.sr.dcm");
  EXPECT_TRUE(read) << read.error().text();
  return read.value_or(dicom_sr::Report{});
}

TEST(ChangeInStructuredReport, LeavesTheFindingsAsTheyAre) {
  const dicom_sr::Report with = report_of(FollowedUp()), without = report_of(Reports());
  ASSERT_TRUE(with.findings && without.findings);
  EXPECT_TRUE(*with.findings == *without.findings);
  EXPECT_EQ(with.groups.size(), without.groups.size());
  EXPECT_THAT(with.notes, IsEmpty());
  EXPECT_THAT(with.impression, HasSubstr("New vertebral fracture since the CT of 2024-01-01"));
}

TEST(ChangeInStructuredReport, NamesTheReportOfThePriorStudy) {
  FollowedUp reports;
  reports.order.comparison->prior.reports = {{"1.2.840.10008.5.1.4.1.1.88.34", "1.2.2.9", "1.2.2.9.1"}};
  const dicom_modules::InstanceIdentity named{"1.2.2", "1.2.2.9", "1.2.840.10008.5.1.4.1.1.88.34", "1.2.2.9.1"};
  EXPECT_THAT(report_of(std::move(reports)).predecessors, ElementsAre(named));
  EXPECT_THAT(report_of(FollowedUp()).predecessors, IsEmpty()) << "no report of the prior is known";
}

TEST(ChangeInStructuredReport, OfSignedFindingsIsAnObjectOfItsOwn) {
  const auto done = sign_off::sign(example_findings(), {"Reader^Rita", "Clinic"}, "2026-01-03T00:00:00Z");
  ASSERT_TRUE(done);
  const dicom_sr::Report alone = report_of(Reports(*done)), with = report_of(FollowedUp(prior(), *done));
  EXPECT_NE(alone.identity.sop_instance_uid, with.identity.sop_instance_uid);
  EXPECT_TRUE(with.verified);
}

} // namespace
} // namespace spondyl::plugins
