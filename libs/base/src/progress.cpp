#include <spondyl/base/progress.h>

#include <algorithm>
#include <atomic>
#include <mutex>

namespace spondyl {

struct CancelToken::State {
  std::atomic<bool> cancelled{false};
};

CancelToken::CancelToken() : state_(std::make_shared<State>()) {}
void CancelToken::cancel() const {
  state_->cancelled = true;
}
bool CancelToken::cancelled() const {
  return state_->cancelled;
}

struct Progress::Shared {
  Sink sink;
  CancelToken token;
  std::mutex mutex;
};

Progress::Progress(Sink sink, CancelToken token) : shared_(std::make_shared<Shared>()) {
  shared_->sink = std::move(sink);
  shared_->token = std::move(token);
}

Progress Progress::part(double from, double to) const {
  Progress child = *this;
  child.from_ = from_ + (to_ - from_) * from;
  child.to_ = from_ + (to_ - from_) * to;
  return child;
}

void Progress::report(double fraction, std::string_view stage) const {
  if (!shared_ || !shared_->sink)
    return;
  const std::lock_guard lock(shared_->mutex);
  shared_->sink(from_ + (to_ - from_) * std::clamp(fraction, 0.0, 1.0), stage);
}

bool Progress::cancelled() const {
  return shared_ && shared_->token.cancelled();
}

Result<void> Progress::check() const {
  if (cancelled())
    return failure(ErrorCode::cancelled, "Cancelled.");
  return {};
}

} // namespace spondyl
