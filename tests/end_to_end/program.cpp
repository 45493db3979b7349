#include "program.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <spondyl/base/digest.h>
#include <spondyl/base/read_text.h>
#include <spondyl/demo/demo_study.h>
#include <spondyl/test_support/temporary_folder.h>
#include <sys/wait.h>
#include <unistd.h>

namespace spondyl::end_to_end {
namespace {

namespace fs = std::filesystem;

} // namespace

ProgramResult run_spondyl(const std::vector<std::string>& arguments) {
  const fs::path capture = fresh_folder("capture");
  std::vector<std::string> words = {SPONDYL_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words)
    argv.push_back(word.data());
  argv.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  constexpr int kFlags = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, (capture / "out").c_str(), kFlags, 0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, (capture / "err").c_str(), kFlags, 0600);
  // The audit log of a test is no business of the user's.
  static const fs::path state = fresh_folder("state");
  setenv("XDG_STATE_HOME", state.c_str(), 1);
  pid_t child = 0;
  const int spawned = posix_spawn(&child, SPONDYL_PROGRAM, &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  EXPECT_EQ(spawned, 0) << "cannot start " << SPONDYL_PROGRAM;
  int status = 0;
  waitpid(child, &status, 0);
  const int exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return {exit_code, read_text(capture / "out").value_or(""), read_text(capture / "err").value_or("")};
}

fs::path fresh_folder(const std::string& name) {
  static const test_support::TemporaryFolder root;
  static int count = 0;
  const fs::path folder = root / (name + "-" + std::to_string(++count));
  fs::create_directories(folder);
  return folder;
}

const fs::path& demo_study() {
  static const fs::path folder = [] {
    fs::path made = fresh_folder("demo-study");
    const auto written = demo::write_demo_study(made);
    EXPECT_TRUE(written) << written.error().text();
    return made;
  }();
  return folder;
}

nlohmann::json read_json(const fs::path& file) {
  return nlohmann::json::parse(read_text(file).value_or(""));
}

std::vector<fs::path> findings_files(const fs::path& results) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(results))
    if (entry.path().filename() == "findings.json")
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

const fs::path& measured_findings() {
  static const fs::path file = [] {
    const fs::path results = fresh_folder("results");
    EXPECT_EQ(run_spondyl({"measure", demo_study().string(), "-o", results.string(), "--quiet"}).exit_code, 0);
    return findings_files(results).at(0);
  }();
  return file;
}

std::vector<std::string> fingerprint(const fs::path& folder) {
  std::vector<std::string> lines;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    lines.push_back(fs::relative(entry.path(), folder).string() + ' ' +
                    (entry.is_regular_file() ? sha256_hex(read_text(entry.path()).value_or("")) : "folder"));
  std::sort(lines.begin(), lines.end());
  return lines;
}

} // namespace spondyl::end_to_end
