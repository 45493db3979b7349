#include <spondyl/batch/selection.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <map>
#include <optional>

namespace spondyl::batch {
namespace {

using TextOf = std::function<std::string(const Series&)>;
using NumberOf = std::function<std::optional<double>(const Series&)>;
using Condition = std::function<bool(const Series&)>;

const std::map<std::string, TextOf>& texts() {
  static const std::map<std::string, TextOf> all = {
      {"modality", [](const Series& s) { return s.info.modality; }},
      {"kind", [](const Series& s) { return std::string(to_string(s.kind)); }},
      {"verdict", [](const Series& s) { return std::string(to_string(s.verdict)); }},
      {"body_part", [](const Series& s) { return s.info.body_part; }},
      {"description", [](const Series& s) { return s.info.description; }},
      {"protocol", [](const Series& s) { return s.info.protocol; }},
      {"kernel", [](const Series& s) { return s.info.convolution_kernel; }},
      {"manufacturer", [](const Series& s) { return s.info.equipment.manufacturer; }},
      {"sex", [](const Series& s) { return s.patient.sex; }},
      {"study_uid", [](const Series& s) { return s.study.uid; }},
      {"series_uid", [](const Series& s) { return s.info.uid; }}};
  return all;
}

std::optional<double> number(const std::string& text) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

const std::map<std::string, NumberOf>& numbers() {
  static const std::map<std::string, NumberOf> all = {
      {"slice_thickness", [](const Series& s) { return s.info.slice_thickness; }},
      {"images", [](const Series& s) { return std::optional<double>(static_cast<double>(s.frames.size())); }},
      {"rows", [](const Series& s) { return std::optional<double>(s.rows); }},
      {"columns", [](const Series& s) { return std::optional<double>(s.columns); }},
      {"study_date", [](const Series& s) { return number(s.study.date); }}}; // YYYYMMDD orders like a number
  return all;
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t"), last = text.find_last_not_of(" \t");
  return first == std::string::npos ? std::string{} : text.substr(first, last - first + 1);
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(separator, start), text.size());
    parts.push_back(trimmed(text.substr(start, end - start)));
    start = end + 1;
  }
  return parts;
}

struct Words {
  std::string name, operation, value;
};

/// "slice_thickness<=3" into its three words; nothing when there is no operation.
std::optional<Words> words_of(const std::string& condition) {
  constexpr std::array<const char*, 7> operations = {"<=", ">=", "!=", "=", "~", "<", ">"}; // longer ones first
  const std::size_t place = condition.find_first_of("<>!=~");
  if (place == std::string::npos || place == 0)
    return std::nullopt;
  for (const std::string operation : operations)
    if (condition.compare(place, operation.size(), operation) == 0)
      return Words{lower(trimmed(condition.substr(0, place))), operation,
                   trimmed(condition.substr(place + operation.size()))};
  return std::nullopt;
}

std::string known_names() {
  std::string names;
  for (const auto& [name, ignored] : texts())
    names += (names.empty() ? "" : ", ") + name;
  for (const auto& [name, ignored] : numbers())
    names += ", " + name;
  return names;
}

tl::unexpected<Error> bad(const std::string& condition, const std::string& why) {
  return failure(ErrorCode::invalid_argument, "The condition '" + condition + "' of --select " + why + ".",
                 "Write for example 'modality=CT|MR,slice_thickness<=3,description~spine'; names are " + known_names() +
                     ".");
}

std::optional<Condition> text_condition(const TextOf& text_of, const Words& words) {
  const std::vector<std::string> wanted = split(lower(words.value), '|');
  const auto equal = [=](const Series& series) {
    return std::ranges::find(wanted, lower(text_of(series))) != wanted.end();
  };
  const auto contains = [=](const Series& series) {
    const std::string text = lower(text_of(series));
    return std::ranges::any_of(wanted, [&](const auto& part) { return text.find(part) != std::string::npos; });
  };
  if (words.operation == "=")
    return equal;
  if (words.operation == "!=")
    return [=](const Series& series) { return !equal(series); };
  if (words.operation == "~")
    return contains;
  return std::nullopt;
}

std::optional<Condition> number_condition(const NumberOf& number_of, const Words& words) {
  const auto limit = number(words.value);
  if (!limit || words.operation == "~")
    return std::nullopt;
  const std::map<std::string, std::function<bool(double, double)>> compare = {
      {"=", std::equal_to<>{}},    {"!=", std::not_equal_to<>{}}, {"<", std::less<>{}},
      {"<=", std::less_equal<>{}}, {">", std::greater<>{}},       {">=", std::greater_equal<>{}}};
  return [=, holds = compare.at(words.operation)](const Series& series) {
    const auto value = number_of(series);
    return value ? holds(*value, *limit) : words.operation == "!=";
  };
}

} // namespace

Result<Selection> Selection::parse(const std::string& text) {
  Selection selection;
  if (trimmed(text).empty())
    return selection;
  for (const std::string& condition : split(text, ',')) {
    const auto words = words_of(condition);
    if (!words || words->value.empty())
      return bad(condition, "cannot be read");
    const auto text_of = texts().find(words->name);
    const auto number_of = numbers().find(words->name);
    if (text_of == texts().end() && number_of == numbers().end())
      return bad(condition, "names nothing that is known of a series");
    const auto made = text_of != texts().end() ? text_condition(text_of->second, *words)
                                               : number_condition(number_of->second, *words);
    if (!made)
      return bad(condition, "does not fit the kind of value");
    selection.conditions_.push_back(*made);
  }
  return selection;
}

bool Selection::includes(const Series& series) const {
  return std::ranges::all_of(conditions_, [&](const Condition& holds) { return holds(series); });
}

} // namespace spondyl::batch
