#include "watchdog.h"

#include <algorithm>
#include <cstdio>

namespace spondyl::viewer {
namespace {

constexpr int kTickMilliseconds = 20;

} // namespace

Watchdog::Watchdog(std::chrono::milliseconds limit) : limit_(limit), last_tick_(Clock::now()) {
  timer_.setTimerType(Qt::PreciseTimer);
  QObject::connect(&timer_, &QTimer::timeout, &timer_, [this] { tick(); });
  timer_.start(kTickMilliseconds);
}

/// A tick that comes late is the time for which the window's thread did something else.
void Watchdog::tick() {
  const auto now = Clock::now();
  const auto silence = std::chrono::duration_cast<std::chrono::milliseconds>(now - last_tick_);
  last_tick_ = now;
  longest_ = std::max<long long>(longest_, silence.count());
  if (silence <= limit_)
    return;
  ++barks_;
  std::fprintf(stderr, "spondyl-viewer: the window did not answer for %lld ms\n",
               static_cast<long long>(silence.count()));
}

} // namespace spondyl::viewer
