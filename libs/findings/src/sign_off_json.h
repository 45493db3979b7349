#pragma once

#include "json_reader.h"
#include "json_writer.h"
#include <spondyl/model/sign_off.h>

namespace spondyl::findings {

[[nodiscard]] Json json_of(const SignOff& sign_off);
[[nodiscard]] SignOff read_sign_off(const JsonReader& object);

} // namespace spondyl::findings
