#pragma once

#include <QTimer>
#include <chrono>

namespace spondyl::viewer {

/// Says on standard error when the thread of the window did not answer for longer than `limit`, time in the queue for a
/// processor left out. For builds with assertions; costs one timer.
class Watchdog {
public:
  explicit Watchdog(std::chrono::milliseconds limit);
  ~Watchdog() = default;
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  /// How often the limit was exceeded so far.
  [[nodiscard]] int barks() const { return barks_; }
  /// The longest silence so far.
  [[nodiscard]] std::chrono::milliseconds longest() const { return std::chrono::milliseconds(longest_); }

private:
  using Clock = std::chrono::steady_clock;
  void tick();

  std::chrono::milliseconds limit_;
  QTimer timer_;
  Clock::time_point last_tick_;
  std::chrono::nanoseconds last_wait_;
  int barks_ = 0;
  long long longest_ = 0; ///< ms
};

} // namespace spondyl::viewer
