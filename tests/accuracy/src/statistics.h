#pragma once
// The few statistics of the accuracy report. All deterministic.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace spondyl::accuracy {

[[nodiscard]] double mean(const std::vector<double>& values); ///< NaN when empty
/// Linear interpolation between order statistics, `percent` in 0..100; NaN when empty.
[[nodiscard]] double percentile(std::vector<double> values, double percent);
[[nodiscard]] std::vector<double> absolute(std::vector<double> values);

struct Interval {
  double low = 0.0, high = 1.0;
};

/// Wilson score interval of a proportion, 95 %. Wilson 1927; 0..1 for n = 0.
[[nodiscard]] Interval wilson(std::size_t successes, std::size_t n);

/// 95 % percentile interval of `statistic` when whole persons are drawn with replacement: exams and bodies of a person
/// are not independent. `statistic` gets the indices of the samples drawn.
[[nodiscard]] Interval bootstrap_over_persons(const std::vector<std::string>& person_of_sample,
                                              const std::function<double(const std::vector<std::size_t>&)>& statistic,
                                              int draws = 2000, std::uint64_t seed = 1);

} // namespace spondyl::accuracy
