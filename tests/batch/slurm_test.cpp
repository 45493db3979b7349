// The array job of docs/slurm on a real Slurm of one machine.
#include "batch_program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spondyl/test_support/command.h>
#include <spondyl/test_support/temporary_folder.h>
#include <unistd.h>

namespace spondyl::batch_test {
namespace {

namespace fs = std::filesystem;
using test_support::is_installed;
using test_support::run_command;

class SlurmArray : public testing::Test {
protected:
  void SetUp() override {
    for (const char* program : {"slurmctld", "slurmd", "munged", "sbatch"})
      if (!is_installed(program))
        GTEST_SKIP() << program << " is not installed (./dev test installs it where packages can be had)";
    if (::geteuid() != 0)
      GTEST_SKIP() << "a Slurm of one's own needs root";
    const auto started = run_command(cluster("start"));
    if (started.exit_code != 0)
      GTEST_SKIP() << "Slurm cannot run on this machine: " << started.output;
  }
  void TearDown() override { run_command(cluster("stop")); }

  [[nodiscard]] std::string cluster(const std::string& action) const {
    return std::string(SPONDYL_SOURCE_DIR) + "/tests/batch/one_node_cluster " + action + " " + folder_.path().string();
  }
  /// Submits the array of `shards` tasks and waits for all of them.
  [[nodiscard]] test_support::CommandResult submit(int shards) const {
    return run_command("SLURM_CONF=" + (folder_ / "slurm.conf").string() + " SPONDYL=" + SPONDYL_PROGRAM +
                       " sbatch --wait --export=ALL --cpus-per-task=1 --mem-per-cpu=100 --array=1-" +
                       std::to_string(shards) + " --output=" + (folder_ / "task-%a.log").string() + " " +
                       SPONDYL_SOURCE_DIR + "/docs/slurm/spondyl-array.sbatch " + (folder_ / "archive").string() + " " +
                       (folder_ / "results").string() + " --plugin-path " + SPONDYL_BATCH_PLUGINS +
                       " --segmenter moody-segmenter");
  }

  test_support::TemporaryFolder folder_;
};

TEST_F(SlurmArray, MeasuresAnArchiveInShardsThatMerge) {
  const Archive archive = write_archive(folder_ / "archive", peaceful(36));
  const fs::path results = folder_.sub("results");
  ASSERT_EQ(run(batch_words(folder_ / "archive", results / "index", {"--index-only"})).exit_code, 0);
  const auto submitted = submit(3);
  ASSERT_EQ(submitted.exit_code, 0) << submitted.output << read_text(folder_ / "task-1.log");
  const ProgramRun merged = run({"merge", (results / "shard-1").string(), (results / "shard-2").string(),
                                 (results / "shard-3").string(), "-o", (results / "whole").string()});
  EXPECT_EQ(merged.exit_code, 0) << merged.output << merged.errors;
  expect_complete(archive, results / "whole");
}

} // namespace
} // namespace spondyl::batch_test
