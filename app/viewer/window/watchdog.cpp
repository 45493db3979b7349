#include "watchdog.h"

#include <algorithm>
#include <cstdio>
#include <fstream>

namespace spondyl::viewer {
namespace {

constexpr int kTickMilliseconds = 20;

/// How long the calling thread was ready to run while others had the processors (Linux; 0 elsewhere): on a crowded
/// machine that is no fault of the program.
std::chrono::nanoseconds waited_for_a_processor() {
  long long ran = 0, waited = 0;
  std::ifstream("/proc/thread-self/schedstat") >> ran >> waited;
  return std::chrono::nanoseconds(waited);
}

} // namespace

Watchdog::Watchdog(std::chrono::milliseconds limit)
    : limit_(limit), last_tick_(Clock::now()), last_wait_(waited_for_a_processor()) {
  timer_.setTimerType(Qt::PreciseTimer);
  QObject::connect(&timer_, &QTimer::timeout, &timer_, [this] { tick(); });
  timer_.start(kTickMilliseconds);
}

/// A tick that comes late is the time for which the window's thread did something else.
void Watchdog::tick() {
  const auto now = Clock::now();
  const auto waited = waited_for_a_processor();
  const auto silence = std::chrono::duration_cast<std::chrono::milliseconds>(now - last_tick_ - (waited - last_wait_));
  last_tick_ = now;
  last_wait_ = waited;
  longest_ = std::max<long long>(longest_, silence.count());
  if (silence <= limit_)
    return;
  ++barks_;
  std::fprintf(stderr, "spondyl-viewer: the window did not answer for %lld ms\n",
               static_cast<long long>(silence.count()));
}

} // namespace spondyl::viewer
