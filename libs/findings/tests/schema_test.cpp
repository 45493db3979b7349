// The schema is documentation that must not drift: what is written is checked against the part of JSON Schema it uses.

#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <spondyl/example_findings/example_findings.h>
#include <spondyl/findings/findings_json.h>

namespace spondyl::findings {
namespace {

using nlohmann::json;

json schema() {
  std::ifstream stream(SPONDYL_FINDINGS_SCHEMA);
  return json::parse(stream);
}

class Checker {
public:
  explicit Checker(json schema) : schema_(std::move(schema)) {}
  std::vector<std::string> problems(const json& value) const { return check(value, schema_, ""); }

private:
  std::vector<std::string> check(const json& value, const json& rule, const std::string& place) const {
    if (rule.contains("$ref"))
      return check(value, schema_.at(json::json_pointer(rule["$ref"].get<std::string>().substr(1))), place);
    if (rule.contains("oneOf"))
      return check_one_of(value, rule["oneOf"], place);
    std::vector<std::string> found;
    if (rule.contains("enum") && std::find(rule["enum"].begin(), rule["enum"].end(), value) == rule["enum"].end())
      found.push_back(place + " is not in the enumeration");
    if (rule.contains("const") && rule["const"] != value)
      found.push_back(place + " is not the constant");
    if (rule.contains("type") && !is_of_type(value, rule["type"]))
      found.push_back(place + " is not of type " + rule["type"].get<std::string>());
    if (value.is_object())
      check_object(value, rule, place, found);
    if (value.is_array() && rule.contains("items") && rule["items"].is_object())
      for (std::size_t i = 0; i < value.size(); ++i)
        append(found, check(value[i], rule["items"], place + "/" + std::to_string(i)));
    return found;
  }

  std::vector<std::string> check_one_of(const json& value, const json& rules, const std::string& place) const {
    int fitting = 0;
    for (const json& rule : rules)
      fitting += check(value, rule, place).empty() ? 1 : 0;
    return fitting == 1 ? std::vector<std::string>{}
                        : std::vector{place + " fits " + std::to_string(fitting) + " rules"};
  }

  void check_object(const json& value, const json& rule, const std::string& place,
                    std::vector<std::string>& found) const {
    for (const auto& [key, member] : value.items())
      if (!rule["properties"].contains(key))
        found.push_back(place + "/" + key + " is not described");
      else
        append(found, check(member, rule["properties"][key], place + "/" + key));
    for (const json& key : rule.value("required", json::array()))
      if (!value.contains(key.get<std::string>()))
        found.push_back(place + "/" + key.get<std::string>() + " is missing");
  }

  static bool is_of_type(const json& value, const std::string& type) {
    return (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
           (type == "string" && value.is_string()) || (type == "number" && value.is_number()) ||
           (type == "integer" && value.is_number_integer()) || (type == "boolean" && value.is_boolean());
  }
  static void append(std::vector<std::string>& all, const std::vector<std::string>& more) {
    all.insert(all.end(), more.begin(), more.end());
  }

  json schema_;
};

TEST(FindingsSchema, DescribesEverythingThatIsWritten) {
  const Checker checker(schema());
  Findings calibrated = example_findings::film();
  calibrated.calibration = {ReaderCalibration::Kind::length, 25.4, "Reader^Rita", "2026-01-02T04:00:00Z"};
  for (const Findings& findings : {example_findings::full(), example_findings::film(), calibrated})
    EXPECT_EQ(checker.problems(json::parse(to_json(findings))), std::vector<std::string>{});
}

TEST(FindingsSchema, RefusesWhatTheContractDoesNotKnow) {
  const Checker checker(schema());
  json document = json::parse(to_json(example_findings::full()));
  document["vertebrae"][0]["hight"] = 3;
  document["vertebrae"][0]["status"] = "fine";
  document["vertebrae"][1].erase("ordinal");
  EXPECT_EQ(checker.problems(document).size(), 3U);
}

TEST(FindingsSchema, KnowsEveryLevel) {
  const json levels = schema()["$defs"]["level"]["enum"];
  ASSERT_EQ(levels.size(), static_cast<std::size_t>(VertebraLevel::last_rank));
  for (const json& level : levels)
    EXPECT_TRUE(VertebraLevel::parse(level.get<std::string>())) << level;
}

} // namespace
} // namespace spondyl::findings
