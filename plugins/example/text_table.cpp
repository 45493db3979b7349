#include "text_table.h"

#include <cstdio>
#include <nlohmann/json.hpp>

namespace {

using Json = nlohmann::json;

std::string name_of(const Json& vertebra) {
  return vertebra.at("level").is_null() ? "#" + std::to_string(vertebra.at("ordinal").get<int>())
                                        : vertebra.at("level").get<std::string>();
}

std::string heights_of(const Json& vertebra) {
  std::string text;
  for (const char* name : {"anterior", "middle", "posterior"}) {
    const Json height = vertebra.value("heights", Json::object()).value(name, Json());
    char cell[64] = "  -";
    if (height.is_object())
      std::snprintf(cell, sizeof cell, "  %.1f %s", height.at("value").get<double>(),
                    height.at("unit").get<std::string>().c_str());
    text += cell;
  }
  return text;
}

} // namespace

std::string text_table(std::string_view findings_json) {
  const Json findings = Json::parse(findings_json);
  std::string text;
  for (const Json& vertebra : findings.at("vertebrae")) {
    const bool measured = vertebra.at("status") == "measured";
    text += name_of(vertebra) + (measured ? heights_of(vertebra) : "  " + vertebra.value("reason", "")) + "\n";
  }
  return text + "Research use only - not for diagnosis.\n";
}
