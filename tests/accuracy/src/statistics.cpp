#include "statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <random>

namespace spondyl::accuracy {

double mean(const std::vector<double>& values) {
  if (values.empty())
    return std::numeric_limits<double>::quiet_NaN();
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double percentile(std::vector<double> values, double percent) {
  if (values.empty())
    return std::numeric_limits<double>::quiet_NaN();
  std::ranges::sort(values);
  const double position = percent / 100.0 * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const auto above = std::min(below + 1, values.size() - 1);
  return values[below] + (position - static_cast<double>(below)) * (values[above] - values[below]);
}

std::vector<double> absolute(std::vector<double> values) {
  std::ranges::transform(values, values.begin(), [](double value) { return std::abs(value); });
  return values;
}

Interval wilson(std::size_t successes, std::size_t n) {
  if (n == 0)
    return {};
  constexpr double z = 1.959964; // 97.5 % quantile of the normal distribution
  const double count = static_cast<double>(n), p = static_cast<double>(successes) / count;
  const double centre = p + z * z / (2.0 * count);
  const double half = z * std::sqrt(p * (1.0 - p) / count + z * z / (4.0 * count * count));
  const double scale = 1.0 + z * z / count;
  return {std::max(0.0, (centre - half) / scale), std::min(1.0, (centre + half) / scale)};
}

Interval bootstrap_over_persons(const std::vector<std::string>& person_of_sample,
                                const std::function<double(const std::vector<std::size_t>&)>& statistic, int draws,
                                std::uint64_t seed) {
  std::map<std::string, std::vector<std::size_t>> by_person;
  for (std::size_t i = 0; i < person_of_sample.size(); ++i)
    by_person[person_of_sample[i]].push_back(i);
  std::vector<const std::vector<std::size_t>*> persons;
  for (const auto& [person, samples] : by_person)
    persons.push_back(&samples);
  if (persons.empty())
    return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
  std::mt19937_64 random(seed); // its sequence is fixed by the C++ standard, that of the distributions is not
  std::vector<double> values;
  for (int draw = 0; draw < draws; ++draw) {
    std::vector<std::size_t> drawn;
    for (std::size_t i = 0; i < persons.size(); ++i) {
      const auto& samples = *persons[random() % persons.size()];
      drawn.insert(drawn.end(), samples.begin(), samples.end());
    }
    values.push_back(statistic(drawn));
  }
  return {percentile(values, 2.5), percentile(values, 97.5)};
}

} // namespace spondyl::accuracy
