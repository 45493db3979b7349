// What leaves Spondyl as DICOM comes back: into `spondyl`, into an archive, and into the report that amends it.

#include "../dicom_output/orthanc.h"
#include "program.h"

#include <fstream>
#include <gmock/gmock.h>
#include <spondyl/dicom_sr/report.h>
#include <spondyl/findings/findings_json.h>
#include <spondyl/sign_off/sign_off.h>
#include <spondyl/test_support/command.h>

namespace spondyl::end_to_end {
namespace {

namespace fs = std::filesystem;
using test_support::is_installed;
using test_support::run_command;
using testing::HasSubstr;

/// A copy of the measured findings that may be changed.
fs::path findings_copy(const std::string& name = "findings.json") {
  const fs::path copy = fresh_folder("findings") / name;
  fs::copy_file(measured_findings(), copy);
  return copy;
}

fs::path written(const fs::path& findings, const std::string& format, const std::string& name) {
  const fs::path output = fresh_folder("report");
  const auto program = run_spondyl({"report", findings.string(), "--format", format, "-o", output.string()});
  EXPECT_EQ(program.exit_code, 0) << program.errors;
  return output / name;
}

dicom_sr::Report sr_of(const fs::path& findings) {
  const fs::path file = written(findings, "sr", "report.sr.dcm");
  if (is_installed("dciodvfy")) {
    const auto judged = run_command("dciodvfy " + file.string());
    EXPECT_THAT(judged.output, testing::Not(HasSubstr("Error")));
    EXPECT_EQ(judged.exit_code, 0);
  }
  const auto report = dicom_sr::read_report(file);
  EXPECT_TRUE(report) << report.error().text();
  return report.value_or(dicom_sr::Report{});
}

void sign(const std::vector<std::string>& arguments) {
  std::vector<std::string> words = {"sign"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const auto program = run_spondyl(words);
  ASSERT_EQ(program.exit_code, 0) << program.errors;
}

/// What of findings.json is left in a report: all but the names of this machine.
nlohmann::json without_local_names(nlohmann::json findings) {
  findings.erase("labels");
  findings["images"].erase("root");
  for (auto& instance : findings["images"]["instances"])
    instance.erase("file");
  return findings;
}

TEST(ReportDemo, ASignedReportIsVerifiedAndItsAmendmentNamesIt) {
  const fs::path first = findings_copy(), second = findings_copy();
  sign({first.string(), "--reader", "Reader^Rita", "--organization", "Clinic"});
  sign({second.string(), "--amends", first.string(), "--reason", "wrong level", "--reader", "Reader^Rita"});
  const dicom_sr::Report before = sr_of(first), after = sr_of(second), draft = sr_of(measured_findings());
  EXPECT_FALSE(draft.complete || draft.verified);
  for (const dicom_sr::Report* report : {&before, &after}) {
    EXPECT_TRUE(report->complete && report->verified);
    ASSERT_EQ(report->verifying_observers.size(), 1U);
    EXPECT_EQ(report->verifying_observers[0].reader_name, "Reader^Rita");
  }
  EXPECT_EQ(before.verifying_observers[0].organization, "Clinic");
  EXPECT_THAT(before.predecessors, testing::IsEmpty());
  EXPECT_THAT(after.predecessors, testing::ElementsAre(before.identity));
  EXPECT_NE(after.identity.sop_instance_uid, before.identity.sop_instance_uid);
}

TEST(ReportDemo, AnAmendmentNamesTheReportsThatWereWrittenInWhateverLanguage) {
  const fs::path first = findings_copy(), second = findings_copy();
  sign({first.string(), "--reader", "Reader^Rita"});
  std::vector<dicom_modules::InstanceIdentity> written_before;
  const std::vector<std::vector<std::string>> ways = {{"--language", "de"}, {"--recommendation", "My own words."}};
  for (const auto& way : ways) {
    const fs::path output = fresh_folder("report");
    std::vector<std::string> words = {"report", first.string(), "--format", "sr", "-o", output.string()};
    words.insert(words.end(), way.begin(), way.end());
    ASSERT_EQ(run_spondyl(words).exit_code, 0);
    written_before.push_back(dicom_modules::read_identity(output / "report.sr.dcm").value());
  }
  sign({second.string(), "--amends", first.string(), "--reason", "wrong level", "--reader", "Reader^Rita"});
  EXPECT_EQ(sr_of(second).predecessors, written_before);
}

TEST(ReportDemo, ASignedReportSaysSoToOtherPeoplesPrograms) {
  if (!is_installed("dsrdump"))
    GTEST_SKIP() << "dsrdump is not installed (package dcmtk)";
  const fs::path findings = findings_copy();
  sign({findings.string(), "--reader", "Reader^Rita", "--organization", "Clinic"});
  const auto dump = run_command("dsrdump +Pl " + written(findings, "sr", "report.sr.dcm").string());
  EXPECT_EQ(dump.exit_code, 0) << dump.output;
  EXPECT_THAT(dump.output, HasSubstr("COMPLETE"));
  EXPECT_THAT(dump.output, HasSubstr("VERIFIED"));
  EXPECT_THAT(dump.output, HasSubstr("Reader^Rita, Clinic"));
}

TEST(ReportDemo, ReadsItsOwnReportBackWithoutLoss) {
  const fs::path findings = findings_copy();
  sign({findings.string(), "--reader", "Reader^Rita"});
  for (const fs::path& file : {measured_findings(), findings}) {
    const fs::path report = written(file, "sr", "report.sr.dcm");
    EXPECT_EQ(read_json(written(report, "json", "report.json")), without_local_names(read_json(file)));
  }
}

TEST(ReportDemo, MeasuresFromTheLandmarksOfItsOwnReport) {
  const fs::path report = written(measured_findings(), "sr", "report.sr.dcm");
  const auto measured_with = [](const fs::path& landmarks) {
    const fs::path results = fresh_folder("results");
    const auto program = run_spondyl({"measure", demo_study().string(), "-o", results.string(), "--quiet", "--series",
                                      read_json(measured_findings()).at("series_instance_uid").get<std::string>(),
                                      "--landmarks", landmarks.string()});
    EXPECT_EQ(program.exit_code, 0) << program.errors;
    auto findings = read_json(findings_files(results).at(0));
    findings.erase("created");
    return findings;
  };
  EXPECT_EQ(measured_with(report), measured_with(measured_findings()));
}

TEST(ReportDemo, SaysWhatItUnderstoodOfSegmentations) {
  const auto understood =
      read_json(written(written(measured_findings(), "seg", "report.seg.dcm"), "json", "understood.json"));
  EXPECT_EQ(understood.at("kind"), "segmentation");
  ASSERT_FALSE(understood.at("segments").empty());
  for (const auto& segment : understood.at("segments"))
    EXPECT_GT(segment.at("voxels"), 0);
  EXPECT_EQ(understood.dump().find("patient_name"), std::string::npos);
}

TEST(ReportDemo, RefusesToSignAReportInPlace) {
  const fs::path report = written(measured_findings(), "sr", "report.sr.dcm");
  EXPECT_EQ(run_spondyl({"sign", report.string(), "--reader", "Reader^Rita"}).exit_code, 2);
  const fs::path output = fresh_folder("signed") / "findings.json";
  sign({report.string(), "--reader", "Reader^Rita", "-o", output.string()});
  EXPECT_EQ(read_json(output).at("sign_off").at("state"), "signed");
}

std::vector<std::string> logged_actions() {
  std::ifstream log(fs::path(std::getenv("XDG_STATE_HOME")) / "spondyl" / "audit.jsonl");
  std::vector<std::string> actions;
  for (std::string line; std::getline(log, line);)
    actions.push_back(nlohmann::json::parse(line).at("action"));
  return actions;
}

TEST(ReportDemo, OpeningMeasuringAndExportingAreLoggedWithoutNames) {
  static_cast<void>(measured_findings());
  const auto before = logged_actions();
  const fs::path results = fresh_folder("results");
  ASSERT_EQ(run_spondyl({"measure", demo_study().string(), "-o", results.string(), "--quiet"}).exit_code, 0);
  static_cast<void>(written(findings_files(results).at(0), "csv", "report.csv"));
  const auto after = logged_actions();
  ASSERT_EQ(after.size(), before.size() + 4);
  EXPECT_THAT(std::vector(after.end() - 4, after.end()), testing::ElementsAre("open", "measure", "open", "export"));
  std::ifstream log(fs::path(std::getenv("XDG_STATE_HOME")) / "spondyl" / "audit.jsonl");
  const std::string text{std::istreambuf_iterator<char>(log), {}};
  EXPECT_EQ(text.find("Phantom"), std::string::npos) << "the patient of the demo study";
  EXPECT_EQ(text.find("DEMO-0001"), std::string::npos);
}

TEST(ReportDemo, AnAmendmentIsAnEventOfItsOwn) {
  const fs::path first = findings_copy(), second = findings_copy();
  sign({first.string(), "--reader", "Reader^Rita"});
  sign({second.string(), "--amends", first.string(), "--reason", "wrong level", "--reader", "Reader^Rita"});
  const auto actions = logged_actions();
  ASSERT_GE(actions.size(), 2U);
  EXPECT_EQ(actions[actions.size() - 2], "amend");
  EXPECT_EQ(actions.back(), "sign");
  EXPECT_EQ(run_spondyl({"audit", "verify"}).exit_code, 0);
}

class SendToArchive : public testing::Test {
protected:
  void SetUp() override {
    std::string why;
    archive = dicom_output::Orthanc::start(fresh_folder("orthanc"), why);
    if (!archive)
      GTEST_SKIP() << why;
    const fs::path output = fresh_folder("report");
    ASSERT_EQ(run_spondyl({"report", measured_findings().string(), "--format", "sr,seg,pdf-dicom,sc,kos", "-o",
                           output.string()})
                  .exit_code,
              0);
    folder = output;
  }
  void expect_all_stored() const {
    for (const auto& entry : fs::directory_iterator(folder)) {
      const auto identity = dicom_modules::read_identity(entry.path());
      ASSERT_TRUE(identity);
      EXPECT_GT(archive->stored_file(identity->sop_instance_uid).size(), 1000U) << entry.path();
    }
  }
  std::unique_ptr<dicom_output::Orthanc> archive;
  fs::path folder;
};

TEST_F(SendToArchive, ByCStore) {
  const auto program = run_spondyl(
      {"send", folder.string(), "--to", "127.0.0.1:" + std::to_string(archive->dicom_port()), "--called", "ORTHANC"});
  EXPECT_EQ(program.exit_code, 0) << program.output << program.errors;
  expect_all_stored();
}

TEST_F(SendToArchive, ByStow) {
  const auto program = run_spondyl({"send", folder.string(), "--to", archive->dicomweb_url()});
  EXPECT_EQ(program.exit_code, 0) << program.output << program.errors;
  expect_all_stored();
}

TEST(SendOverTls, TrustsOnlyTheAuthorityItWasGiven) {
  std::string why;
  const auto archive = dicom_output::Orthanc::start(fresh_folder("orthanc-tls"), why, true);
  if (!archive)
    GTEST_SKIP() << why;
  const fs::path report = written(measured_findings(), "sr", "report.sr.dcm"), folder = fresh_folder("certificates");
  const auto send = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words = {"send",
                                      report.string(),
                                      "--called",
                                      "ORTHANC",
                                      "--no-commitment",
                                      "--to",
                                      "127.0.0.1:" + std::to_string(archive->dicom_port())};
    words.insert(words.end(), more.begin(), more.end());
    return run_spondyl(words);
  };
  const auto other = run_command("openssl req -x509 -newkey rsa:3072 -nodes -days 2 -subj /CN=other -keyout " +
                                 (folder / "key.pem").string() + " -out " + (folder / "cert.pem").string());
  ASSERT_EQ(other.exit_code, 0) << other.output;
  const auto refused = send({"--tls", "--trusted", (folder / "cert.pem").string()});
  EXPECT_EQ(refused.exit_code, 1) << refused.output;
  EXPECT_THAT(refused.output, HasSubstr("1 not accepted: send the same files again."));
  EXPECT_EQ(send({"--tls"}).exit_code, 2) << "without an authority nobody is trusted";
  const auto accepted = send({"--tls", "--trusted", archive->certificate().string()});
  EXPECT_EQ(accepted.exit_code, 0) << accepted.output << accepted.errors;
  const auto identity = dicom_modules::read_identity(report);
  ASSERT_TRUE(identity);
  EXPECT_GT(archive->stored_file(identity->sop_instance_uid).size(), 1000U);
}

} // namespace
} // namespace spondyl::end_to_end
