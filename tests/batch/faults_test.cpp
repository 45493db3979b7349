// Whatever happens, a batch ends or resumes complete, no result twice, none missing, and says what failed.
#include "batch_program.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>
#include <spondyl/test_support/command.h>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::batch_test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

std::string reason_of(const fs::path& output, const Archive& archive, Kind kind) {
  const auto known = std::ranges::find(archive.series, kind, &KnownSeries::kind);
  const nlohmann::json whole = manifest(output);
  for (const auto& entry : whole.at("series"))
    if (entry.value("series_instance_uid", "") == known->series_uid)
      return entry.value("outcome_reason", "");
  return "no entry";
}

TEST(BatchFaults, CostOneSeriesEachOfFiveHundredStudies) {
  const test_support::TemporaryFolder folder;
  std::vector<Kind> kinds = peaceful(500);
  kinds[17] = Kind::crashes;
  kinds[230] = Kind::hangs;
  kinds[231] = Kind::needs_too_much_memory;
  kinds[498] = Kind::crashes;
  const Archive archive = write_archive(folder / "archive", kinds);
  const ProgramRun done = run(batch_words(folder / "archive", folder / "out",
                                          {"--jobs", "2", "--time-limit", "10", "--memory-limit", "1500", "--quiet"}));
  EXPECT_EQ(done.exit_code, 1) << done.errors;
  expect_complete(archive, folder / "out");
  EXPECT_THAT(reason_of(folder / "out", archive, Kind::crashes), HasSubstr("signal 6"));
  EXPECT_THAT(reason_of(folder / "out", archive, Kind::crashes), HasSubstr("twice"));
  EXPECT_THAT(reason_of(folder / "out", archive, Kind::hangs), HasSubstr("longer than the limit of 10 s"));
  EXPECT_THAT(reason_of(folder / "out", archive, Kind::needs_too_much_memory), HasSubstr("Memory ran out"));
  EXPECT_THAT(reason_of(folder / "out", archive, Kind::nothing_found), HasSubstr("no spine"));
}

TEST(BatchFaults, OfTenKillsNothingIsLostAndNothingIsThereTwice) {
  const test_support::TemporaryFolder folder;
  const Archive archive = write_archive(folder / "archive", peaceful(90));
  ASSERT_EQ(run(batch_words(folder / "archive", folder / "whole", {"--jobs", "2"})).exit_code, 0);
  std::mt19937 random(4711);
  int kills = 0;
  for (; kills < 10; ++kills) {
    const int after = std::uniform_int_distribution<int>(0, 8)(random); // series of this run; 0 = while it starts
    if (!run_and_kill(batch_words(folder / "archive", folder / "killed", {"--jobs", "2", "--resume"}), after))
      break;
  }
  EXPECT_EQ(kills, 10) << "it ended before the tenth kill";
  const ProgramRun done = run(batch_words(folder / "archive", folder / "killed", {"--jobs", "2", "--resume"}));
  EXPECT_EQ(done.exit_code, 0) << done.errors;
  expect_complete(archive, folder / "killed");
  EXPECT_EQ(read_text(folder / "killed" / "vertebrae.csv"), read_text(folder / "whole" / "vertebrae.csv"));
  EXPECT_EQ(findings_by_folder(folder / "killed"), findings_by_folder(folder / "whole"));
  EXPECT_FALSE(fs::exists(folder / "killed" / ".batch" / "work") &&
               !fs::is_empty(folder / "killed" / ".batch" / "work"));
}

TEST(BatchFaults, AFullDiskStopsTheBatchAndResumeFinishesIt) {
  const test_support::TemporaryFolder folder;
  const Archive archive = write_archive(folder / "archive", peaceful(60));
  const fs::path small = folder.sub("small");
  if (test_support::run_command("mount -t tmpfs -o size=1500k tmpfs " + small.string()).exit_code != 0)
    GTEST_SKIP() << "mounting a small disk needs root";
  const ProgramRun full = run(batch_words(folder / "archive", small / "out", {"--jobs", "2"}));
  EXPECT_EQ(full.exit_code, 1);
  EXPECT_THAT(full.output + full.errors, HasSubstr("--resume"));
  ASSERT_EQ(test_support::run_command("mount -o remount,size=64m " + small.string()).exit_code, 0);
  const ProgramRun done = run(batch_words(folder / "archive", small / "out", {"--jobs", "2", "--resume"}));
  EXPECT_EQ(done.exit_code, 0) << done.output << done.errors;
  expect_complete(archive, small / "out");
  test_support::run_command("umount " + small.string());
}

TEST(BatchFaults, AStudyThatVanishesIsSaidAndTriedAgainWhenItIsBack) {
  const test_support::TemporaryFolder folder;
  const Archive archive = write_archive(folder / "archive", peaceful(6));
  const auto words = [&](const std::vector<std::string>& more) {
    return batch_words(folder / "archive", folder / "out", more);
  };
  ASSERT_EQ(run(words({"--index-only"})).exit_code, 0);
  const fs::path away = archive.series.front().folder / "slice-0003.dcm";
  fs::rename(away, folder / "away.dcm");
  EXPECT_EQ(run(words({"--resume"})).exit_code, 1);
  EXPECT_EQ(outcomes(folder / "out").at(archive.series.front().study_uid), "failed");
  EXPECT_THAT(read_text(folder / "out" / "vertebrae.csv"), HasSubstr("1 of 6 files of the study have vanished"));
  fs::rename(folder / "away.dcm", away);
  EXPECT_EQ(run(words({"--resume"})).exit_code, 1) << "what failed stays failed until it is asked for";
  EXPECT_EQ(run(words({"--resume", "--retry-failed"})).exit_code, 0);
  expect_complete(archive, folder / "out");
}

TEST(BatchFaults, EndTheRunAtOnceWithFailFast) {
  const test_support::TemporaryFolder folder;
  const Archive archive = write_archive(folder / "archive", {Kind::crashes, Kind::ct, Kind::ct, Kind::ct});
  const ProgramRun done = run(batch_words(folder / "archive", folder / "out", {"--jobs", "1", "--fail-fast"}));
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_EQ(outcomes(folder / "out").size(), 1U);
  EXPECT_THAT(done.output, HasSubstr("--fail-fast"));
}

TEST(BatchFaults, TwoBatchesNeverShareAnOutput) {
  const test_support::TemporaryFolder folder;
  static_cast<void>(write_archive(folder / "archive", {Kind::ct}));
  fs::create_directories(folder / "out" / ".batch");
  const std::string hold = "flock -n " + (folder / "out" / ".batch" / "lock").string() + " ";
  std::string command = hold + SPONDYL_PROGRAM;
  for (const std::string& word : batch_words(folder / "archive", folder / "out"))
    command += " " + word;
  const auto second = test_support::run_command(command);
  EXPECT_EQ(second.exit_code, 1);
  EXPECT_THAT(second.output, HasSubstr("Another batch is at work"));
}

} // namespace
} // namespace spondyl::batch_test
