#pragma once

#include <string>
#include <string_view>

/// One line per vertebra: its name and its three heights, or why it has none. Throws nlohmann::json::exception for text
/// that is no findings.json.
std::string text_table(std::string_view findings_json);
