#pragma once

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

namespace spondyl::accuracy {

/// Runs `work(0)` ... `work(n - 1)`, several at a time; the order is not fixed, so results go to places of their own.
inline void in_parallel(std::size_t n, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::vector<std::jthread> workers;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i)
    workers.emplace_back([&] {
      for (std::size_t k = next++; k < n; k = next++)
        work(k);
    });
}

} // namespace spondyl::accuracy
