#pragma once

#include <optional>
#include <spondyl/model/level.h>
#include <spondyl/model/series.h>
#include <string>

namespace spondyl::morphometry {

enum class Sex { unknown, male, female };
/// From Patient's Sex (0010,0040): M, F, anything else is unknown.
[[nodiscard]] Sex sex_of(const PatientInfo& patient);

/// A published value and where it comes from.
struct ReferenceValue {
  double value = 0.0;
  std::string source; ///< short: author or kind of study
};

/// Normal Ha/Hp of a level; std::nullopt where no reference is available.
[[nodiscard]] std::optional<ReferenceValue> expected_anterior_to_posterior(VertebraLevel level);

/// Normal posterior height of `level` divided by that of `other` (mu_i / mu_j), multiplied up step by step along the
/// spine so that both ends of a step come from one table; std::nullopt where a step has no reference.
[[nodiscard]] std::optional<ReferenceValue> posterior_height_factor(VertebraLevel level, VertebraLevel other, Sex sex);

} // namespace spondyl::morphometry
