#pragma once

#include "exam_result.h"
#include "statistics.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace spondyl::accuracy {

using Json = nlohmann::ordered_json;

/// A figure with three decimals; null where there is none.
[[nodiscard]] inline Json figure(double value) {
  return std::isfinite(value) ? Json(std::round(value * 1000.0) / 1000.0) : Json(nullptr);
}

[[nodiscard]] inline std::string modality_name(Modality modality) {
  return modality == Modality::ct ? "CT" : "MR";
}

/// A proportion with its 95 % interval after Wilson.
[[nodiscard]] inline Json proportion(std::size_t successes, std::size_t n) {
  const Interval interval = wilson(successes, n);
  return {{"count", successes},
          {"n", n},
          {"share", n > 0 ? figure(static_cast<double>(successes) / static_cast<double>(n)) : Json(nullptr)},
          {"low", figure(interval.low)},
          {"high", figure(interval.high)}};
}

} // namespace spondyl::accuracy
