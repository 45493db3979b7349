#pragma once

#include "json_writer.h"
#include <spondyl/model/findings.h>

namespace spondyl {
// In the namespace of the values, so that json_list() finds it.
[[nodiscard]] nlohmann::ordered_json json_of(const VertebraFinding& vertebra);
} // namespace spondyl
