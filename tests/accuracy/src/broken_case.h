#pragma once

#include "reference_case.h"

namespace spondyl::accuracy {

/// A fracture to be made: which body, of which shape, how much.
struct Fracture {
  std::size_t body = 0; ///< index into ReferenceCase::bodies
  FractureShape shape = FractureShape::none;
  double loss = 0.0; ///< fraction
};

struct BrokenCase {
  ReferenceCase reference; ///< landmarks and heights as they are after the fracture
  Volume volume;
  std::optional<LabelMap> labels;
};

/// Image, mask and landmarks of a case after a fracture. `labels` may be absent. Errors: simulation::FractureWarp.
[[nodiscard]] Result<BrokenCase> broken_case(const ReferenceCase& reference, const Volume& volume,
                                             const std::optional<LabelMap>& labels, const Fracture& fracture);

} // namespace spondyl::accuracy
