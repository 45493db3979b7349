#include "worker_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <spondyl/batch/worker.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace spondyl::batch {
namespace {

tl::unexpected<Error> cannot_start(const std::string& program, int reason) {
  return failure(ErrorCode::io,
                 "Cannot start a worker, " + program + ": " + std::generic_category().message(reason) + ".",
                 "Check the limits on processes and memory.");
}

/// The ends of a pipe; those of the parent are not inherited by other workers.
using Pipe = std::array<int, 2>;

bool make_pipe(Pipe& pipe) {
  return ::pipe2(pipe.data(), O_CLOEXEC) == 0;
}

void close_both(const Pipe& pipe) {
  ::close(pipe[0]);
  ::close(pipe[1]);
}

/// Descriptors above those that the child gets, so that putting one in place never overwrites the other.
int moved_up(int descriptor) {
  const int moved = ::fcntl(descriptor, F_DUPFD_CLOEXEC, kAnswersDescriptor + 1);
  ::close(descriptor);
  return moved;
}

int spawn(const std::vector<std::string>& command, int orders, int answers, pid_t& process) {
  std::vector<std::string> words = command;
  std::vector<char*> argv;
  for (std::string& word : words)
    argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, orders, kOrdersDescriptor);
  posix_spawn_file_actions_adddup2(&actions, answers, kAnswersDescriptor);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  // Toolkits print header values at will: nothing of a worker is shown.
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  // Ctrl-C goes to the parent, which decides; a group of its own keeps it from the workers.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  const int failed = posix_spawn(&process, argv[0], &actions, &attributes, argv.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return failed;
}

} // namespace

Result<WorkerProcess> WorkerProcess::start(const std::vector<std::string>& command) {
  std::signal(SIGPIPE, SIG_IGN); // a worker that is gone is noticed by its end of file
  Pipe orders{}, answers{};
  if (!make_pipe(orders))
    return cannot_start(command.front(), errno);
  if (!make_pipe(answers)) {
    close_both(orders);
    return cannot_start(command.front(), errno);
  }
  const int childs_orders = moved_up(orders[0]), childs_answers = moved_up(answers[1]);
  pid_t process = -1;
  const int failed = spawn(command, childs_orders, childs_answers, process);
  ::close(childs_orders);
  ::close(childs_answers);
  if (failed != 0) {
    ::close(orders[1]);
    ::close(answers[0]);
    return cannot_start(command.front(), failed);
  }
  return WorkerProcess(process, orders[1], answers[0]);
}

WorkerProcess::WorkerProcess(WorkerProcess&& other) noexcept
    : process_(std::exchange(other.process_, -1)), orders_(std::exchange(other.orders_, -1)),
      answers_(std::exchange(other.answers_, -1)), reader_(std::move(other.reader_)) {}

WorkerProcess& WorkerProcess::operator=(WorkerProcess&& other) noexcept {
  std::swap(process_, other.process_);
  std::swap(orders_, other.orders_);
  std::swap(answers_, other.answers_);
  std::swap(reader_, other.reader_);
  return *this;
}

WorkerProcess::~WorkerProcess() {
  if (process_ > 0) {
    kill();
    ::waitpid(process_, nullptr, 0);
  }
  close();
}

void WorkerProcess::close() {
  for (int* descriptor : {&orders_, &answers_})
    if (*descriptor >= 0)
      ::close(std::exchange(*descriptor, -1));
}

bool WorkerProcess::send(const nlohmann::json& message) const {
  return write_frame(orders_, message);
}

void WorkerProcess::kill() {
  ::kill(-process_, SIGKILL); // its group: with whatever it started
  ::kill(process_, SIGKILL);
}

std::string WorkerProcess::wait() {
  close();
  int status = 0;
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  process_ = -1;
  if (WIFSIGNALED(status))
    return "signal " + std::to_string(WTERMSIG(status)) + " (" + ::strsignal(WTERMSIG(status)) + ")";
  return "exit code " + std::to_string(WEXITSTATUS(status));
}

} // namespace spondyl::batch
