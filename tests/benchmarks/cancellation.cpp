#include "cancellation.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <spondyl/segmentation/segment.h>
#include <thread>

namespace spondyl::benchmarks {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double whole_run(const Volume& volume) {
  const auto start = Clock::now();
  const auto spine = segmentation::segment_spine(volume, {}, {});
  return spine ? seconds_since(start) : 0.0;
}

} // namespace

std::vector<double> cancellation_latencies(const Volume& volume) {
  const double whole = whole_run(volume);
  constexpr int moments = 20;
  std::vector<double> latencies;
  for (int i = 1; i < moments; ++i) {
    const CancelToken token;
    auto run = std::async(std::launch::async, [&] {
      return segmentation::segment_spine(volume, {}, Progress([](double, std::string_view) {}, token));
    });
    std::this_thread::sleep_for(std::chrono::duration<double>(whole * i / moments));
    const auto start = Clock::now();
    token.cancel();
    const auto result = run.get();
    if (!result && result.error().code == ErrorCode::cancelled)
      latencies.push_back(seconds_since(start));
  }
  std::ranges::sort(latencies);
  return latencies;
}

} // namespace spondyl::benchmarks
