#include "flusher.h"

namespace spondyl::view_model {

Flusher::Flusher(std::function<void()> flush) : flush_(std::move(flush)), thread_([this] { run(); }) {}

Flusher::~Flusher() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_one();
  thread_.join();
}

void Flusher::wake() {
  {
    const std::lock_guard lock(mutex_);
    pending_ = true;
  }
  woken_.notify_one();
}

void Flusher::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    woken_.wait(lock, [this] { return pending_ || stopping_; });
    if (!pending_)
      return;
    pending_ = false;
    lock.unlock();
    flush_();
    lock.lock();
  }
}

} // namespace spondyl::view_model
