#pragma once
// Other people's programs that judge what we write. A test that needs one skips where it is not installed.

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/wait.h>

namespace spondyl::test_support {

struct CommandResult {
  int exit_code = -1;
  std::string output; ///< standard output and standard error
};

/// Runs a shell command. Paths in it are those of the test's own folder and hold no blanks.
inline CommandResult run_command(const std::string& command) {
  CommandResult result;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr)
    return result;
  std::array<char, 4096> buffer{};
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe))
    result.output.append(buffer.data(), count);
  const int status = pclose(pipe);
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return result;
}

inline bool is_installed(const std::string& program) {
  return run_command("command -v " + program).exit_code == 0;
}

} // namespace spondyl::test_support
