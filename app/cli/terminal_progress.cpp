#include "terminal_progress.h"

#include <csignal>
#include <cstdio>
#include <string>
#include <unistd.h>

namespace spondyl::cli {
namespace {

// A signal handler can reach globals only; the token's flag is a lock-free atomic.
CancelToken& interrupt_token() {
  static CancelToken token;
  return token;
}

extern "C" void on_interrupt(int signal) {
  if (interrupt_token().cancelled())
    _exit(128 + signal);
  interrupt_token().cancel();
}

bool on_terminal() {
  return isatty(STDERR_FILENO) != 0;
}

void draw(double fraction, std::string_view stage) {
  std::fprintf(stderr, "\r\033[K%3d %% %.*s", static_cast<int>(fraction * 100.0), static_cast<int>(stage.size()),
               stage.data());
  std::fflush(stderr);
}

} // namespace

TerminalProgress::TerminalProgress(bool quiet)
    : progress_(!quiet && on_terminal() ? Progress::Sink(draw) : Progress::Sink(), interrupt_token()) {
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
}

TerminalProgress::~TerminalProgress() {
  clear_line();
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

const CancelToken& TerminalProgress::token() const {
  return interrupt_token();
}

void TerminalProgress::clear_line() {
  if (on_terminal())
    std::fputs("\r\033[K", stderr);
}

} // namespace spondyl::cli
