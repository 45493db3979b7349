#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace spondyl::view_model {

/// Calls `flush` on a thread of its own soon after wake(); many wakes together cost one flush.
class Flusher {
public:
  explicit Flusher(std::function<void()> flush);
  ~Flusher(); ///< flushes what was asked for
  void wake();

private:
  void run();
  std::function<void()> flush_;
  std::mutex mutex_;
  std::condition_variable woken_;
  bool pending_ = false, stopping_ = false;
  std::jthread thread_; ///< last: it uses the others
};

} // namespace spondyl::view_model
