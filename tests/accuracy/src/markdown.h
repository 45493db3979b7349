#pragma once

#include "json.h"

namespace spondyl::accuracy {

/// A Markdown table; every row as long as the head.
[[nodiscard]] std::string table(const std::vector<std::string>& head,
                                const std::vector<std::vector<std::string>>& rows);

/// "12/13 (92 %, 67-99 %)" of a proportion() figure; "-" for n = 0.
[[nodiscard]] std::string words_of(const Json& proportion);

/// A number with `decimals`, or "-" for null.
[[nodiscard]] std::string number(const Json& value, int decimals = 2);

/// docs/accuracy.md from the figures of accuracy.json. Sections without figures say what was absent.
[[nodiscard]] std::string accuracy_markdown(const Json& figures);

} // namespace spondyl::accuracy
