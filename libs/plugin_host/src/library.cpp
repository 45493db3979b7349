#include "library.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace spondyl::plugin_host {
namespace {

using Clock = std::chrono::steady_clock;

constexpr char kFine = '+'; ///< the child's answer when there is nothing to say

tl::unexpected<Error> refusal(std::string reason) {
  return failure(ErrorCode::unsupported, std::move(reason));
}

template <typename Table> bool is_whole(const Table* table) {
  return table != nullptr && table->struct_size >= sizeof(Table);
}

bool has_role(const spondyl_plugin& plugin, Role role) {
  switch (role) {
  case Role::report_writer:
    return is_whole(plugin.report_writer) && plugin.report_writer->write != nullptr;
  case Role::segmenter:
    return is_whole(plugin.segmenter) && plugin.segmenter->segment != nullptr;
  case Role::grader:
    return is_whole(plugin.grader) && plugin.grader->grade != nullptr;
  }
  return false;
}

std::string loader_error() {
  const char* error = dlerror();
  return error == nullptr ? "unknown error" : error;
}

/// The whole life of the child: nothing of the parent's may be touched, so it ends with _exit().
[[noreturn]] void answer_and_end(const std::filesystem::path& file, const Manifest& manifest, int answer) {
  // A crash is an answer here: no core file, no noise on the terminal, no handler of the parent's.
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  for (const int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGTERM, SIGINT})
    std::signal(signal, SIG_DFL);
  if (const int nowhere = ::open("/dev/null", O_RDWR); nowhere >= 0) {
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
  }
  const auto opened = open_library(file, manifest);
  const std::string text = opened ? std::string(1, kFine) : opened.error().message;
  const ssize_t written = ::write(answer, text.data(), text.size());
  _exit(written == static_cast<ssize_t>(text.size()) ? 0 : 1);
}

/// What the child wrote until it closed its end; false when the time was up first.
bool read_answer(int pipe, Clock::time_point deadline, std::string& text) {
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd waiting{pipe, POLLIN, 0};
    const int ready = left > 0 ? ::poll(&waiting, 1, static_cast<int>(left)) : 0;
    if (ready < 0 && errno == EINTR)
      continue;
    if (ready <= 0)
      return false;
    char bytes[512];
    const ssize_t count = ::read(pipe, bytes, sizeof bytes);
    if (count <= 0)
      return true;
    text.append(bytes, static_cast<std::size_t>(count));
  }
}

Result<void> verdict(bool in_time, int status, const std::string& answer) {
  if (!in_time)
    return refusal("it did not finish loading in time");
  if (WIFSIGNALED(status))
    return refusal(std::string("it crashes when it is loaded (") + strsignal(WTERMSIG(status)) + ")");
  if (answer.empty())
    return refusal("it ends the process when it is loaded");
  if (answer != std::string(1, kFine))
    return refusal(answer);
  return {};
}

} // namespace

Result<void> check_plugin(const spondyl_plugin* plugin, const Manifest& manifest) {
  if (plugin == nullptr)
    return refusal("its entry answers nothing");
  if (plugin->struct_size < sizeof(spondyl_plugin))
    return refusal("its entry answers a struct that is too small");
  if (plugin->abi != SPONDYL_PLUGIN_ABI)
    return refusal("its code was built for plugin ABI " + std::to_string(plugin->abi) + ", this version has " +
                   std::to_string(SPONDYL_PLUGIN_ABI));
  if (plugin->id == nullptr || manifest.id != plugin->id)
    return refusal("its code says it is \"" + std::string(plugin->id == nullptr ? "" : plugin->id) +
                   "\", its manifest \"" + manifest.id + "\"");
  if (plugin->version == nullptr || manifest.version != plugin->version)
    return refusal("its code has another version than its manifest");
  if (!has_role(*plugin, manifest.role))
    return refusal("its code lacks the functions of the role " + std::string(to_string(manifest.role)));
  return {};
}

Result<const spondyl_plugin*> open_library(const std::filesystem::path& file, const Manifest& manifest) {
  // Everything is resolved now, so that a missing symbol is seen here; nothing of it becomes visible to others.
  void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr)
    return refusal("it cannot be loaded: " + loader_error());
  void* symbol = dlsym(library, SPONDYL_PLUGIN_ENTRY);
  if (symbol == nullptr)
    return refusal("it has no symbol " SPONDYL_PLUGIN_ENTRY);
  const auto entry = reinterpret_cast<spondyl_plugin_entry_function>(symbol);
  const spondyl_plugin* plugin = entry();
  SPONDYL_CHECK(check_plugin(plugin, manifest));
  return plugin;
}

Result<void> probe_library(const std::filesystem::path& file, const Manifest& manifest,
                           std::chrono::milliseconds limit) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    return failure(ErrorCode::internal, "it cannot be probed: no pipe");
  const auto deadline = Clock::now() + limit;
  const pid_t child = ::fork();
  if (child == 0)
    answer_and_end(file, manifest, ends[1]);
  ::close(ends[1]);
  if (child < 0) {
    ::close(ends[0]);
    return failure(ErrorCode::internal, "it cannot be probed: no process");
  }
  std::string answer;
  const bool in_time = read_answer(ends[0], deadline, answer);
  ::close(ends[0]);
  if (!in_time)
    ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR)
    continue;
  return verdict(in_time, status, answer);
}

} // namespace spondyl::plugin_host
