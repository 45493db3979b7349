#pragma once

#include <spondyl/model/geometry.h>
#include <spondyl/view_model/tools.h>
#include <string>

namespace spondyl::view_model {

[[nodiscard]] std::string fixed(double value, int decimals);
/// "(1.0, -2.5, 30.0) mm" or "(512.0, 300.5) px".
[[nodiscard]] std::string in_words(const ImagePoint& point);
/// "24.1 / 22.0 / 23.9 mm", "not assessable: ...".
[[nodiscard]] std::string heights_in_words(const VertebraFinding& vertebra);

} // namespace spondyl::view_model
