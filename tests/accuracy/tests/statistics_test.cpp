#include "statistics.h"

#include <cmath>
#include <gtest/gtest.h>

namespace spondyl::accuracy {
namespace {

TEST(Percentile, InterpolatesBetweenOrderStatistics) {
  EXPECT_DOUBLE_EQ(percentile({4.0, 1.0, 3.0, 2.0}, 50.0), 2.5);
  EXPECT_DOUBLE_EQ(percentile({1.0, 2.0, 3.0, 4.0, 5.0}, 95.0), 4.8);
  EXPECT_DOUBLE_EQ(percentile({7.0}, 95.0), 7.0);
}

TEST(Percentile, IsNoNumberForNothing) {
  EXPECT_TRUE(std::isnan(percentile({}, 50.0)));
  EXPECT_TRUE(std::isnan(mean({})));
}

TEST(Wilson, AgreesWithPublishedIntervals) {
  // Newcombe, Statistics in Medicine 1998, table I: 81/263 and 0/20, score method without continuity correction.
  EXPECT_NEAR(wilson(81, 263).low, 0.2553, 5e-4);
  EXPECT_NEAR(wilson(81, 263).high, 0.3662, 5e-4);
  EXPECT_NEAR(wilson(0, 20).low, 0.0, 1e-9);
  EXPECT_NEAR(wilson(0, 20).high, 0.1611, 5e-4);
}

TEST(Wilson, SaysNothingOfNothing) {
  EXPECT_EQ(wilson(0, 0).low, 0.0);
  EXPECT_EQ(wilson(0, 0).high, 1.0);
}

double mean_of(const std::vector<double>& values, const std::vector<std::size_t>& drawn) {
  double sum = 0.0;
  for (const std::size_t i : drawn)
    sum += values[i];
  return sum / static_cast<double>(drawn.size());
}

TEST(Bootstrap, IsTheSameEveryTime) {
  const std::vector<std::string> persons = {"a", "a", "b", "c", "c", "d"};
  const std::vector<double> values = {1, 2, 3, 4, 5, 6};
  const auto once = bootstrap_over_persons(persons, [&](const auto& drawn) { return mean_of(values, drawn); });
  const auto again = bootstrap_over_persons(persons, [&](const auto& drawn) { return mean_of(values, drawn); });
  EXPECT_EQ(once.low, again.low);
  EXPECT_EQ(once.high, again.high);
  EXPECT_LT(once.low, 3.5);
  EXPECT_GT(once.high, 3.5);
}

TEST(Bootstrap, DrawsWholePersons) {
  // Two persons, one all 0 and one all 1: the means of draws are 0, 0.5 or 1, never between.
  const std::vector<std::string> persons = {"a", "a", "a", "b", "b", "b"};
  const std::vector<double> values = {0, 0, 0, 1, 1, 1};
  const auto interval = bootstrap_over_persons(persons, [&](const auto& drawn) {
    const double m = mean_of(values, drawn);
    EXPECT_TRUE(m == 0.0 || m == 0.5 || m == 1.0) << m;
    return m;
  });
  EXPECT_EQ(interval.low, 0.0);
  EXPECT_EQ(interval.high, 1.0);
}

} // namespace
} // namespace spondyl::accuracy
