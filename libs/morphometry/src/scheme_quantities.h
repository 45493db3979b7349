#pragma once

#include "height_loss.h"
#include <optional>
#include <string>
#include <vector>

namespace spondyl::morphometry {

/// The three heights of a body, without their uncertainty.
struct PlainHeights {
  double anterior = 0.0, middle = 0.0, posterior = 0.0;
};

/// What a quantity of a scheme is computed from: heights of all bodies, and which of them may serve as a reference.
struct SchemeContext {
  const std::vector<VertebraFinding>& vertebrae;
  std::vector<std::optional<PlainHeights>> heights; ///< absent = not measured
  std::vector<bool> fractured;
  const ReferenceTables& tables;
  Sex sex = Sex::unknown;
};

/// The value of `quantity` (reference_quantities(), or "anterior_to_larger_reference", "middle_to_larger_reference")
/// of the body at `index`; std::nullopt where a body it needs is not there.
[[nodiscard]] std::optional<double> quantity_of(const SchemeContext& context, const std::string& quantity,
                                                std::size_t index);

} // namespace spondyl::morphometry
