#pragma once

#include <array>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <spondyl/base/result.h>
#include <string>
#include <string_view>
#include <vector>

namespace spondyl::findings {

/// What is wrong at one place of a JSON text. Never leaves this library: see read_json().
struct JsonProblem {
  ErrorCode code;
  std::string message;
};

/// A value inside a JSON text together with its place ("vertebrae[2].landmarks"), for messages that name it.
class JsonReader {
public:
  JsonReader(const nlohmann::json& value, std::string place) : value_(&value), place_(std::move(place)) {}

  [[nodiscard]] bool is_list() const { return value_->is_array(); }
  [[nodiscard]] bool is_null() const { return value_->is_null(); }

  /// The member `key`, or std::nullopt where it is missing. Throws JsonProblem when this is no object.
  [[nodiscard]] std::optional<JsonReader> find(const char* key) const;
  /// The member `key`; throws JsonProblem naming it when it is missing.
  [[nodiscard]] JsonReader get(const char* key) const;
  [[nodiscard]] std::vector<JsonReader> items() const;

  [[nodiscard]] std::string text() const;
  [[nodiscard]] double number() const; ///< finite
  [[nodiscard]] int whole_number() const;
  [[nodiscard]] bool truth() const;
  template <std::size_t count> [[nodiscard]] std::array<double, count> numbers() const {
    const std::vector<JsonReader> parts = items();
    if (parts.size() != count)
      fail("must be a list of " + std::to_string(count) + " numbers");
    std::array<double, count> values{};
    for (std::size_t i = 0; i < count; ++i)
      values[i] = parts[i].number();
    return values;
  }
  /// One of `values`, recognised by to_string().
  template <typename Value, std::size_t count>
  [[nodiscard]] Value one_of(const std::array<Value, count>& values) const {
    const std::string word = text();
    std::string known;
    for (const Value value : values) {
      if (to_string(value) == word)
        return value;
      known += (known.empty() ? "" : ", ") + std::string(to_string(value));
    }
    fail("is \"" + word + "\"; known are " + known);
  }

  [[noreturn]] void fail(const std::string& problem) const;

private:
  const nlohmann::json* value_;
  std::string place_;
};

/// Parses `text` and hands its root to `read`; JsonProblem and JSON syntax errors become an Error that names `name`.
template <typename Value>
[[nodiscard]] Result<Value> read_json(std::string_view text, const std::string& name,
                                      const std::function<Value(const JsonReader&)>& read) {
  const auto document = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (document.is_discarded())
    return failure(ErrorCode::unreadable, name + " is not valid JSON.", "Check that the file is complete.");
  try {
    return read(JsonReader(document, ""));
  } catch (const JsonProblem& problem) {
    return failure(problem.code, name + ": " + problem.message + ".", "See docs/findings.schema.json.");
  }
}

} // namespace spondyl::findings
