#pragma once
// Single cells of the tables.

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spondyl::report::table_cells {

/// The shortest digits that read back as the same value.
inline std::string number(double value) {
  char digits[32];
  const auto [end, error] = std::to_chars(std::begin(digits), std::end(digits), value);
  return {digits, end};
}

inline std::string number(const std::optional<double>& value) {
  return value ? number(*value) : std::string{};
}

/// Free text for a spreadsheet: one that begins like a formula is made text.
inline std::string harmless(std::string text) {
  constexpr std::string_view formula = "=+-@\t\r";
  if (!text.empty() && formula.find(text.front()) != std::string_view::npos)
    text.insert(text.begin(), '\'');
  return text;
}

inline std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts)
    all += (all.empty() ? "" : " ") + text;
  return harmless(all);
}

} // namespace spondyl::report::table_cells
