#pragma once

#include <functional>
#include <optional>
#include <spondyl/base/progress.h>
#include <spondyl/base/result.h>
#include <thread>

namespace spondyl::view_model {

/// One long call on a thread of its own. `done` and `progress` are called on that thread: a window posts them to its
/// own (QMetaObject::invokeMethod) before it touches anything. The destructor cancels and waits (at most about 0.2 s).
class BackgroundTask {
public:
  BackgroundTask() = default;
  template <typename T>
  BackgroundTask(std::function<Result<T>(const Progress&)> work, std::function<void(Result<T>)> done,
                 Progress::Sink progress = {}) {
    start([work = std::move(work), done = std::move(done)](const Progress& p) { done(work(p)); }, std::move(progress));
  }
  ~BackgroundTask();
  BackgroundTask(BackgroundTask&&) noexcept = default;
  BackgroundTask& operator=(BackgroundTask&& other) noexcept; ///< cancels what ran before and waits for it
  void cancel() const;                                        ///< nothing happens without a running task
  void wait();                                                ///< until `done` has returned

private:
  void start(std::function<void(const Progress&)> body, Progress::Sink progress);
  CancelToken token_;
  std::jthread thread_;
};

} // namespace spondyl::view_model
