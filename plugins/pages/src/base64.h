#pragma once

#include <string>
#include <string_view>

namespace spondyl::plugins {

/// RFC 4648 section 4.
[[nodiscard]] std::string base64(std::string_view bytes);

} // namespace spondyl::plugins
