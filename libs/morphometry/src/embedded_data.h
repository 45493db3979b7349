#pragma once

#include <string_view>

namespace spondyl::morphometry {

/// data/reference_heights.json as it was when the program was built: no file has to be found at run time.
[[nodiscard]] std::string_view embedded_reference_heights();

} // namespace spondyl::morphometry
