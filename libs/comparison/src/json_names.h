#pragma once

namespace spondyl::comparison {

inline constexpr const char* kSchema = "spondyl.comparison/1";
inline constexpr const char* kMember = "comparison"; ///< of findings.json as report writers get it

} // namespace spondyl::comparison
