#pragma once

#include "json_reader.h"
#include <spondyl/model/findings.h>

namespace spondyl::findings {

inline constexpr std::array kShapes = {FractureShape::none, FractureShape::wedge, FractureShape::biconcave,
                                       FractureShape::crush};

/// What is derived from a vertebra's heights and landmarks: the inverse of write_assessment.h.
void read_assessment(const JsonReader& object, VertebraFinding& vertebra);
/// The same of the spine as a whole: discs, angles, deformity index, sacral endplate, warnings.
void read_spine_assessment(const JsonReader& document, Findings& findings);

} // namespace spondyl::findings
