#pragma once

#include <string>
#include <string_view>

namespace spondyl {

/// `text` with every `what` replaced by `by`, from left to right; an empty `what` is found nowhere.
[[nodiscard]] inline std::string replaced(std::string text, std::string_view what, std::string_view by) {
  if (what.empty())
    return text;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

} // namespace spondyl
