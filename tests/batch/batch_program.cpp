#include "batch_program.h"

#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <spondyl/base/read_text.h>
#include <spondyl/test_support/temporary_folder.h>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

namespace spondyl::batch_test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

pid_t start(std::vector<std::string> words, posix_spawn_file_actions_t& actions) {
  static const test_support::TemporaryFolder state;
  setenv("XDG_STATE_HOME", state.path().c_str(), 1); // the audit log of a test is no business of the user's
  words.insert(words.begin(), SPONDYL_PROGRAM);
  std::vector<char*> argv;
  for (std::string& word : words)
    argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t child = 0;
  EXPECT_EQ(posix_spawn(&child, SPONDYL_PROGRAM, &actions, nullptr, argv.data(), environ), 0);
  posix_spawn_file_actions_destroy(&actions);
  return child;
}

int wait_for(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/// The children of a process, by /proc.
std::vector<pid_t> children_of(pid_t parent) {
  std::ifstream list("/proc/" + std::to_string(parent) + "/task/" + std::to_string(parent) + "/children");
  std::vector<pid_t> children;
  for (pid_t child = 0; list >> child;)
    children.push_back(child);
  return children;
}

bool runs(pid_t process) {
  std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
  std::string pid, name, state;
  stat >> pid >> name >> state;
  return stat && state != "Z";
}

} // namespace

std::string read_text(const fs::path& file) {
  return spondyl::read_text(file).value_or("");
}

ProgramRun run(const std::vector<std::string>& words) {
  const test_support::TemporaryFolder capture;
  constexpr int kFlags = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, (capture / "out").c_str(), kFlags, 0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, (capture / "err").c_str(), kFlags, 0600);
  const int exit_code = wait_for(start(words, actions));
  return {exit_code, read_text(capture / "out"), read_text(capture / "err")};
}

std::vector<std::string> batch_words(const fs::path& archive, const fs::path& output,
                                     const std::vector<std::string>& more) {
  std::vector<std::string> words = {"batch",         archive.string(),      "-o",          output.string(),
                                    "--plugin-path", SPONDYL_BATCH_PLUGINS, "--segmenter", "moody-segmenter"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

bool run_and_kill(std::vector<std::string> words, int series) {
  int ends[2] = {-1, -1};
  EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  words.emplace_back("--events");
  const pid_t child = start(std::move(words), actions);
  close(ends[1]);
  FILE* events = fdopen(ends[0], "r");
  int seen = 0;
  for (char line[8192]; seen < series && std::fgets(line, sizeof line, events) != nullptr;)
    seen += std::string(line).rfind(R"({"event":"series")", 0) == 0 ? 1 : 0;
  const std::vector<pid_t> workers = children_of(child);
  kill(child, SIGKILL);
  const bool killed = wait_for(child) == -SIGKILL;
  std::fclose(events);
  for (const pid_t worker : workers)
    while (runs(worker)) // they die with their parent; a test that hangs here has found one that does not
      usleep(1000);
  return killed;
}

nlohmann::json manifest(const fs::path& output) {
  return nlohmann::json::parse(read_text(output / "manifest.json"));
}

std::map<std::string, std::string> outcomes(const fs::path& output) {
  std::map<std::string, std::string> found;
  const nlohmann::json whole = manifest(output);
  for (const auto& entry : whole.at("series")) {
    const std::string name = entry.value("series_instance_uid", entry.at("study_instance_uid").get<std::string>());
    EXPECT_TRUE(found.emplace(name, entry.at("outcome")).second) << name << " is there twice";
  }
  return found;
}

std::map<std::string, std::string> findings_by_folder(const fs::path& output) {
  std::map<std::string, std::string> found;
  for (const auto& entry : fs::directory_iterator(output)) {
    const fs::path file = entry.path() / "findings.json";
    if (!fs::exists(file))
      continue;
    auto findings = nlohmann::json::parse(read_text(file));
    findings.erase("created");
    found[entry.path().filename().string()] = findings.dump();
  }
  return found;
}

void expect_complete(const Archive& archive, const fs::path& output) {
  const auto found = outcomes(output);
  const std::string table = read_text(output / "vertebrae.csv");
  std::size_t measured = 0;
  for (const KnownSeries& known : archive.series) {
    const auto entry = found.find(known.series_uid);
    ASSERT_NE(entry, found.end()) << known.series_uid << " is missing";
    EXPECT_EQ(entry->second, expected_outcome(known.kind)) << known.series_uid;
    EXPECT_THAT(table, HasSubstr("," + known.series_uid + ","));
    measured += entry->second == "measured" ? 1 : 0;
  }
  EXPECT_EQ(found.size(), archive.series.size());
  EXPECT_EQ(static_cast<std::size_t>(std::count(table.begin(), table.end(), '\n')), archive.series.size() + 1);
  EXPECT_EQ(findings_by_folder(output).size(), measured);
  EXPECT_EQ(manifest(output).at("skipped").size(), archive.garbage_files);
  EXPECT_TRUE(manifest(output).at("batch").at("complete"));
}

} // namespace spondyl::batch_test
