// Two measurements of one person, as the command line compares them.

#include "program.h"

#include <fstream>
#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spondyl/dicom_sr/report.h>
#include <spondyl/findings/findings_json.h>
#include <sstream>

namespace spondyl::end_to_end {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// The measured findings of the demo study, a year later, with one anterior height shorter.
fs::path year_later(const std::function<void(nlohmann::json&)>& change = {}) {
  auto findings = read_json(measured_findings());
  findings["study"]["date"] = "20990101";
  if (change)
    change(findings);
  const fs::path file = fresh_folder("later") / "findings.json";
  std::ofstream(file) << findings.dump();
  return file;
}

void shorten(nlohmann::json& findings, const std::string& level, double fraction) {
  for (auto& vertebra : findings["vertebrae"])
    if (vertebra.value("level", nlohmann::json()) == level) {
      auto& height = vertebra["heights"]["anterior"]["value"];
      height = height.get<double>() * (1.0 - fraction);
    }
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);)
    lines.push_back(line);
  return lines;
}

TEST(CompareDemo, PrintsOneLinePerVertebraWithItsVerdict) {
  const auto later = year_later([](auto& findings) { shorten(findings, "L3", 0.3); });
  const auto program = run_spondyl({"compare", measured_findings().string(), later.string()});
  EXPECT_EQ(program.exit_code, 0) << program.errors;
  const auto lines = lines_of(program.output);
  EXPECT_EQ(lines.size(), read_json(later).at("vertebrae").size());
  for (const std::string& line : lines)
    EXPECT_THAT(line, HasSubstr(line.starts_with("L3 ") ? " new " : " stable "));
}

TEST(CompareDemo, WritesJson) {
  const auto program = run_spondyl({"compare", measured_findings().string(), year_later().string(), "--json"});
  const auto json = nlohmann::json::parse(program.output);
  EXPECT_EQ(json.at("same_person").at("verdict"), "same");
  for (const auto& vertebra : json.at("vertebrae"))
    EXPECT_EQ(vertebra.at("verdict"), "stable") << vertebra.at("name");
}

TEST(CompareDemo, SaysThatThePriorIsOfAnotherPersonUnlessAReaderKnowsBetter) {
  const auto other = year_later([](auto& findings) { findings["patient"]["birth_date"] = "19990909"; });
  const auto program = run_spondyl({"compare", measured_findings().string(), other.string()});
  EXPECT_EQ(program.exit_code, 0);
  EXPECT_THAT(program.errors, HasSubstr("different persons: birth date"));
  for (const std::string& line : lines_of(program.output))
    EXPECT_THAT(line, HasSubstr(" not_comparable "));
  const auto confirmed = run_spondyl({"compare", measured_findings().string(), other.string(), "--same-person"});
  EXPECT_THAT(confirmed.output, HasSubstr("L1 stable "));
}

TEST(CompareDemo, WritesReportsWithTheChange) {
  const auto later = year_later([](auto& findings) { shorten(findings, "L3", 0.3); });
  const fs::path prior = fresh_folder("prior"), out = fresh_folder("followed");
  ASSERT_EQ(run_spondyl({"report", measured_findings().string(), "--format", "sr", "-o", prior.string()}).exit_code, 0);
  const auto program = run_spondyl({"compare", (prior / "report.sr.dcm").string(), later.string(), "--no-images",
                                    "--format", "sr,pdf,html,fhir,csv", "-o", out.string()});
  ASSERT_EQ(program.exit_code, 0) << program.errors;
  EXPECT_EQ(lines_of(program.output).size(), read_json(later).at("vertebrae").size()) << "no file names among them";
  for (const char* file : {"report.sr.dcm", "report.pdf", "report.html", "report.fhir.json", "report.changes.csv"})
    EXPECT_TRUE(fs::exists(out / file)) << file;
  const auto report = dicom_sr::read_report(out / "report.sr.dcm");
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_THAT(report->impression, HasSubstr("New vertebral fracture since the CT of 2026-01-01: L3"));
  ASSERT_EQ(report->predecessors.size(), 1U);
  EXPECT_EQ(report->predecessors[0], dicom_sr::read_report(prior / "report.sr.dcm")->identity);
  EXPECT_EQ(run_spondyl({"compare", later.string(), later.string(), "--format", "pdf"}).exit_code, 2) << "where to?";
}

TEST(CompareDemo, RefusesWhatIsNoFindings) {
  const auto program = run_spondyl({"compare", measured_findings().string(), "/nowhere/findings.json"});
  EXPECT_EQ(program.exit_code, 2);
  EXPECT_THAT(program.errors, HasSubstr("/nowhere/findings.json"));
}

} // namespace
} // namespace spondyl::end_to_end
