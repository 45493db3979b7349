#pragma once

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace spondyl::findings {

using Json = nlohmann::ordered_json; // keeps the order of docs/findings.schema.json for human readers

/// Whole values without a decimal point, as people write grades.
inline Json number(double value) {
  if (value == std::round(value))
    return static_cast<int>(value);
  return value;
}

inline void put(Json& object, const char* key, const std::string& text) {
  if (!text.empty())
    object[key] = text;
}

inline void put(Json& object, const char* key, const std::optional<double>& value) {
  if (value && std::isfinite(*value)) // JSON has no other numbers
    object[key] = *value;
}

inline void put_unless_empty(Json& object, const char* key, Json value) {
  if (!value.empty())
    object[key] = std::move(value);
}

template <typename Value> Json json_list(const std::vector<Value>& values) {
  Json list = Json::array();
  for (const Value& value : values)
    list.push_back(json_of(value)); // found beside Value's writer when it is instantiated
  return list;
}

} // namespace spondyl::findings
