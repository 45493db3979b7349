// What a batch gives: the same for any number of jobs and shards, without patient data when that is asked for.
#include "batch_program.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spondyl/test_support/command.h>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::batch_test {
namespace {

namespace fs = std::filesystem;
using test_support::is_installed;
using test_support::run_command;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class BatchResults : public testing::Test {
protected:
  void SetUp() override { archive_ = write_archive(folder_ / "archive", peaceful(27)); }
  [[nodiscard]] ProgramRun batch(const std::string& output, const std::vector<std::string>& more = {}) const {
    return run(batch_words(folder_ / "archive", folder_ / output, more));
  }
  [[nodiscard]] std::string table(const std::string& output) const {
    return read_text(folder_ / output / "vertebrae.csv");
  }

  test_support::TemporaryFolder folder_;
  Archive archive_;
};

TEST_F(BatchResults, AreTheSameForAnyNumberOfJobsAndAnyOutput) {
  ASSERT_EQ(batch("one", {"--jobs", "1"}).exit_code, 0);
  ASSERT_EQ(batch("three", {"--jobs", "3"}).exit_code, 0);
  expect_complete(archive_, folder_ / "one");
  EXPECT_EQ(table("one"), table("three"));
  EXPECT_EQ(findings_by_folder(folder_ / "one"), findings_by_folder(folder_ / "three"));
  EXPECT_THAT(table("one"), Not(HasSubstr(folder_.path().string())));
}

TEST_F(BatchResults, OfShardsMergeIntoThoseOfTheWhole) {
  ASSERT_EQ(batch("whole").exit_code, 0);
  ASSERT_EQ(batch("index", {"--index-only"}).exit_code, 0);
  for (const char* shard : {"1", "2", "3"})
    ASSERT_EQ(batch(std::string("part") + shard,
                    {"--shard", std::string(shard) + "/3", "--index", (folder_ / "index").string()})
                  .exit_code,
              0);
  const auto merge = [&](const std::vector<std::string>& parts, const std::string& output) {
    std::vector<std::string> words = {"merge"};
    for (const std::string& part : parts)
      words.push_back((folder_ / part).string());
    words.insert(words.end(), {"-o", (folder_ / output).string()});
    return run(words);
  };
  EXPECT_EQ(merge({"part3", "part1", "part2"}, "merged").exit_code, 0);
  expect_complete(archive_, folder_ / "merged");
  EXPECT_EQ(table("merged"), table("whole"));
  EXPECT_EQ(findings_by_folder(folder_ / "merged"), findings_by_folder(folder_ / "whole"));

  const ProgramRun incomplete = merge({"part1", "part3"}, "incomplete");
  EXPECT_EQ(incomplete.exit_code, 1);
  EXPECT_THAT(incomplete.output, HasSubstr("missing: 2"));
  EXPECT_EQ(merge({"part1", "whole"}, "mixed").exit_code, 2);
  EXPECT_EQ(merge({"archive"}, "none").exit_code, 2);
}

TEST_F(BatchResults, HoldNothingOfThePatientWhenAnonymous) {
  const ProgramRun done = batch("out", {"--anonymous", "--format", "csv,html,fhir,pdf,sr,pdf-dicom,kos"});
  ASSERT_EQ(done.exit_code, 0) << done.errors;
  int files = 0, objects = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder_ / "out")) {
    if (!entry.is_regular_file() || entry.path().string().find("/.batch/") != std::string::npos)
      continue;
    std::string text = read_text(entry.path());
    if (entry.path().extension() == ".pdf" && is_installed("pdftotext"))
      text += run_command("pdftotext '" + entry.path().string() + "' -").output;
    if (entry.path().extension() == ".dcm" && is_installed("dciodvfy")) {
      EXPECT_THAT(run_command("dciodvfy '" + entry.path().string() + "'").output, Not(HasSubstr("Error")));
      EXPECT_THAT(text, HasSubstr("113100")) << "says by which profile";
    }
    for (const char* secret :
         {"Conspicuous", "PID-4711", "ACC-4711", "19500101", "20200131", "1.2.826.0.1.3680043.10.511.9."})
      EXPECT_EQ(text.find(secret), std::string::npos) << secret << " in " << entry.path();
    EXPECT_THAT(entry.path().string().substr(folder_.path().string().size()), Not(HasSubstr("Conspicuous")));
    ++files;
    objects += entry.path().extension() == ".dcm" ? 1 : 0;
  }
  EXPECT_GT(files, 100);
  EXPECT_GT(objects, 30) << "report, PDF and key objects of every measured series";
  const ProgramRun refused = batch("dicom", {"--anonymous", "--format", "sr,seg"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.errors, HasSubstr("--format seg"));
}

/// The files of one folder under the names a medium may have, listed by a DICOMDIR.
fs::path medium_of(const fs::path& folder, const fs::path& medium) {
  fs::create_directories(medium / "IMAGES");
  int count = 0;
  for (const auto& entry : fs::directory_iterator(folder))
    fs::copy_file(entry.path(), medium / "IMAGES" / ("I" + std::to_string(++count)));
  const auto made = run_command("cd '" + medium.string() + "' && dcmmkdir -Nrc +I +D DICOMDIR +id . +r IMAGES");
  EXPECT_EQ(made.exit_code, 0) << made.output;
  return medium / "DICOMDIR";
}

TEST_F(BatchResults, ComeFromADicomdirToo) {
  if (!is_installed("dcmmkdir"))
    GTEST_SKIP() << "dcmmkdir is not installed (package dcmtk)";
  const auto known = std::ranges::find(archive_.series, Kind::ct, &KnownSeries::kind);
  ASSERT_NE(known, archive_.series.end());
  const fs::path directory = medium_of(known->folder, folder_ / "medium");
  const ProgramRun done = run(batch_words(directory, folder_ / "out"));
  EXPECT_EQ(done.exit_code, 0) << done.errors;
  EXPECT_EQ(outcomes(folder_ / "out"), (std::map<std::string, std::string>{{known->series_uid, "measured"}}));
}

TEST_F(BatchResults, AreOfTheSelectedSeriesOnly) {
  ASSERT_EQ(batch("out", {"--select", "modality=MR"}).exit_code, 0);
  for (const KnownSeries& known : archive_.series)
    EXPECT_EQ(outcomes(folder_ / "out").at(known.series_uid), known.kind == Kind::mr ? "measured" : "not_selected");
}

TEST_F(BatchResults, AreNotMixedWithThoseOfOtherWords) {
  ASSERT_EQ(batch("out").exit_code, 0);
  const std::string before = table("out");
  const ProgramRun again = batch("out");
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_THAT(again.errors, HasSubstr("--resume"));
  EXPECT_EQ(batch("out", {"--resume", "--anonymous"}).exit_code, 2);
  const ProgramRun resumed = batch("out", {"--resume"});
  EXPECT_EQ(resumed.exit_code, 0) << resumed.errors;
  EXPECT_EQ(table("out"), before);
}

TEST_F(BatchResults, AreAlsoThoseOfAListAndOfPlainWords) {
  ASSERT_EQ(batch("whole").exit_code, 0);
  std::string list;
  for (const auto& entry : fs::directory_iterator(folder_ / "archive"))
    list += entry.path().string() + "\n";
  std::ofstream(folder_ / "studies.txt") << list;
  EXPECT_EQ(run(batch_words(folder_ / "studies.txt", folder_ / "listed")).exit_code, 0);
  EXPECT_EQ(table("listed"), table("whole"));
}

TEST(BatchArguments, ThatCannotBeUsedAreNamed) {
  const test_support::TemporaryFolder folder;
  static_cast<void>(write_archive(folder / "archive", {Kind::garbage}));
  const auto code = [&](const std::vector<std::string>& more) {
    return run(batch_words(folder / "archive", folder / "out", more)).exit_code;
  };
  EXPECT_EQ(code({"--shard", "4/3"}), 2);
  EXPECT_EQ(code({"--select", "colour=red"}), 2);
  EXPECT_EQ(code({"--format", "papyrus"}), 2);
  EXPECT_EQ(code({"--jobs", "0"}), 2);
  EXPECT_EQ(run(batch_words(folder / "archive", folder / "archive" / "out")).exit_code, 2);
  EXPECT_EQ(run(batch_words(folder / "nowhere", folder / "out")).exit_code, 2);
  EXPECT_FALSE(fs::exists(folder / "out")) << "nothing is written for words that cannot be used";
  const ProgramRun nothing = run(batch_words(folder / "archive", folder / "out"));
  EXPECT_EQ(nothing.exit_code, 2);
  EXPECT_THAT(nothing.errors, HasSubstr("no DICOM"));
  EXPECT_EQ(manifest(folder / "out").at("skipped").size(), 3U);
}

} // namespace
} // namespace spondyl::batch_test
