#pragma once

#include "height_loss.h"
#include <optional>

namespace spondyl::morphometry {

// Genant 1993, coded half-open: [20, 25) [25, 40) [40, inf) %.
inline constexpr double kGenantMildLoss = 0.20;
inline constexpr double kGenantModerateLoss = 0.25;
inline constexpr double kGenantSevereLoss = 0.40;
inline constexpr double kBorderlineLoss = 0.15; ///< engineering choice: 0.5 is a loss of 15-20 %

/// The grade of the largest adjusted loss, with the probability of each grade; std::nullopt where no loss could be
/// adjusted.
[[nodiscard]] std::optional<Grade> genant_grade(const BodyHeights& body, const std::vector<AssessedLoss>& losses);

} // namespace spondyl::morphometry
