#pragma once

#include "json.h"

namespace spondyl::accuracy {

/// An SVG of the share of errors within k stated standard uncertainties against the normal law: one curve per entry of
/// `rows` ({"name", "curve": [[k, share], ...]}).
[[nodiscard]] std::string calibration_svg(const Json& rows);

} // namespace spondyl::accuracy
