#include <spondyl/comparison/comparison.h>

#include <algorithm>
#include <cctype>
#include <chrono>

namespace spondyl::comparison {
namespace {

std::optional<std::chrono::sys_days> day_of(const std::string& date) {
  if (date.size() != 8 || !std::ranges::all_of(date, [](unsigned char c) { return std::isdigit(c) != 0; }))
    return std::nullopt;
  const std::chrono::year_month_day day{std::chrono::year(std::stoi(date.substr(0, 4))),
                                        std::chrono::month(static_cast<unsigned>(std::stoi(date.substr(4, 2)))),
                                        std::chrono::day(static_cast<unsigned>(std::stoi(date.substr(6, 2))))};
  if (!day.ok())
    return std::nullopt;
  return std::chrono::sys_days(day);
}

} // namespace

std::optional<int> days_between(const std::string& from, const std::string& to) {
  const auto first = day_of(from), last = day_of(to);
  if (!first || !last)
    return std::nullopt;
  return static_cast<int>((*last - *first).count());
}

} // namespace spondyl::comparison
