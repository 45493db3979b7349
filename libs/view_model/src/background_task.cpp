#include <spondyl/view_model/background_task.h>

#include <utility>

namespace spondyl::view_model {

BackgroundTask::~BackgroundTask() {
  cancel();
  wait();
}

BackgroundTask& BackgroundTask::operator=(BackgroundTask&& other) noexcept {
  cancel();
  wait();
  token_ = std::move(other.token_);
  thread_ = std::move(other.thread_);
  return *this;
}

// A moved-from task has neither thread nor token.
void BackgroundTask::cancel() const {
  if (thread_.joinable())
    token_.cancel();
}

void BackgroundTask::wait() {
  if (thread_.joinable())
    thread_.join();
}

void BackgroundTask::start(std::function<void(const Progress&)> body, Progress::Sink progress) {
  thread_ =
      std::jthread([body = std::move(body), reporting = Progress(std::move(progress), token_)] { body(reporting); });
}

} // namespace spondyl::view_model
