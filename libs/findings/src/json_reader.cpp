#include "json_reader.h"

#include <cmath>
#include <limits>

namespace spondyl::findings {

void JsonReader::fail(const std::string& problem) const {
  throw JsonProblem{ErrorCode::invalid_argument, (place_.empty() ? "the whole text" : place_) + " " + problem};
}

std::optional<JsonReader> JsonReader::find(const char* key) const {
  if (!value_->is_object())
    fail("must be an object {...}");
  const auto found = value_->find(key);
  if (found == value_->end())
    return std::nullopt;
  return JsonReader(*found, place_.empty() ? key : place_ + "." + key);
}

JsonReader JsonReader::get(const char* key) const {
  if (auto found = find(key))
    return *found;
  fail("lacks \"" + std::string(key) + "\"");
}

std::vector<JsonReader> JsonReader::items() const {
  if (!value_->is_array())
    fail("must be a list [...]");
  std::vector<JsonReader> readers;
  for (std::size_t i = 0; i < value_->size(); ++i)
    readers.emplace_back((*value_)[i], place_ + "[" + std::to_string(i) + "]");
  return readers;
}

std::string JsonReader::text() const {
  if (!value_->is_string())
    fail("must be a text in quotes");
  return value_->get<std::string>();
}

double JsonReader::number() const {
  if (!value_->is_number() || !std::isfinite(value_->get<double>()))
    fail("must be a finite number");
  return value_->get<double>();
}

bool JsonReader::truth() const {
  if (!value_->is_boolean())
    fail("must be true or false");
  return value_->get<bool>();
}

int JsonReader::whole_number() const {
  const double value = number();
  if (value != std::floor(value) || std::abs(value) > std::numeric_limits<int>::max())
    fail("must be a whole number");
  return static_cast<int>(value);
}

} // namespace spondyl::findings
