#include "phantom_study.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <regex>
#include <spondyl/base/digest.h>
#include <spondyl/dicom_sr/report.h>
#include <spondyl/example_findings/example_findings.h>
#include <spondyl/test_support/command.h>
#include <sstream>

namespace spondyl::dicom_output {
namespace {

namespace fs = std::filesystem;
using test_support::is_installed;
using test_support::run_command;

class EveryObject : public testing::TestWithParam<const char*> {
protected:
  test_support::TemporaryFolder folder;
  PhantomStudy study = phantom_study(GetParam(), folder.sub("images"));
};
INSTANTIATE_TEST_SUITE_P(Phantoms, EveryObject, testing::Values("ct", "mr", "enhanced", "tilted", "film"),
                         [](const auto& instance) { return std::string(instance.param); });

TEST_P(EveryObject, PassesDciodvfyWithoutErrors) {
  if (!is_installed("dciodvfy"))
    GTEST_SKIP() << "dciodvfy is not installed (package dicom3tools)";
  for (const fs::path& file : write_all(study, folder.sub("out"))) {
    const auto judged = run_command("dciodvfy " + file.string());
    EXPECT_THAT(judged.output, testing::Not(testing::HasSubstr("Error"))) << file;
    EXPECT_EQ(judged.exit_code, 0) << file;
  }
}

TEST_P(EveryObject, IsANewSeriesInTheStudyAndLeavesTheImagesAlone) {
  const auto digests = [&] {
    std::vector<std::string> all;
    for (const auto& entry : fs::directory_iterator(folder.sub("images")))
      all.push_back(entry.path().filename().string() + sha256_of_file(entry.path()).value_or(""));
    std::ranges::sort(all);
    return all;
  };
  const auto before = digests();
  std::vector<std::string> series = {study.findings.series_instance_uid};
  for (const fs::path& file : write_all(study, folder.sub("out"))) {
    const auto identity = dicom_modules::read_identity(file);
    ASSERT_TRUE(identity);
    EXPECT_EQ(identity->study_instance_uid, study.findings.study.uid);
    EXPECT_THAT(series, testing::Not(testing::Contains(identity->series_instance_uid)));
    series.push_back(identity->series_instance_uid);
    EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write) << file;
  }
  EXPECT_EQ(digests(), before);
}

TEST_P(EveryObject, KeepsTheJapaneseNameAndTheStudysOwnWords) {
  if (!is_installed("dcmdump"))
    GTEST_SKIP() << "dcmdump is not installed (package dcmtk)";
  for (const fs::path& file : write_all(study, folder.sub("out"))) {
    const std::string dump = run_command("dcmdump -M +L " + file.string()).output;
    EXPECT_THAT(dump, testing::HasSubstr("[Yamada^Tarou=山田^太郎=やまだ^たろう]")) << file;
    EXPECT_THAT(dump, testing::HasSubstr("[ISO_IR 192]")) << file;
    EXPECT_THAT(dump, testing::HasSubstr("[Wirbelsäule]")) << file;
    EXPECT_THAT(dump, testing::HasSubstr("[109102]")) << file; // IHE AI Results: Processing Equipment
  }
}

TEST_P(EveryObject, ReportReadsBackAsTheSameFindings) {
  const auto files = write_all(study, folder.sub("out"));
  for (const std::size_t report : {0U, 1U, 2U}) {
    const auto read = dicom_sr::read_report(files.at(report));
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_TRUE(read->findings == example_findings::without_local_paths(study.findings));
    EXPECT_THAT(read->notes, testing::IsEmpty());
  }
}

/// What differs from run to run: the version and UIDs made anew.
std::string stable(std::string text) {
  text = std::regex_replace(text, std::regex(R"(Content Date/Time.*\n)"), "");
  return std::regex_replace(text, std::regex(R"(W: .*\n)"), "");
}

class Baseline : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Reports, Baseline, testing::Values("volume", "film"),
                         [](const auto& instance) { return std::string(instance.param); });

// To renew a baseline after a change that is meant: SPONDYL_RENEW=1 build/dev/bin/dicom_output_test
TEST_P(Baseline, DsrdumpShowsTheWholeReport) {
  if (!is_installed("dsrdump"))
    GTEST_SKIP() << "dsrdump is not installed (package dcmtk)";
  const std::string kind = GetParam();
  const test_support::TemporaryFolder folder;
  const Findings findings = kind == "film" ? example_findings::film() : example_findings::full();
  ASSERT_TRUE(dicom_sr::write_report(findings, {}, folder / "sr.dcm"));
  // Long values and codes in full, nothing shortened.
  const std::string dump = stable(run_command("dsrdump +Pl +Pc +Pu " + (folder / "sr.dcm").string()).output);
  const fs::path baseline = fs::path(SPONDYL_BASELINES) / ("report_" + kind + ".txt");
  if (std::getenv("SPONDYL_RENEW") != nullptr)
    std::ofstream(baseline) << dump;
  std::ifstream stream(baseline);
  std::ostringstream expected;
  expected << stream.rdbuf();
  EXPECT_EQ(dump, expected.str()) << "differs from " << baseline;
}

} // namespace
} // namespace spondyl::dicom_output
