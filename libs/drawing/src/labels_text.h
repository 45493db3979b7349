#pragma once

#include "canvas.h"
#include <spondyl/model/findings.h>
#include <string>

namespace spondyl::drawing {

/// Okabe and Ito's palette, told apart by all common kinds of colour vision; the grade is always written as well.
[[nodiscard]] Colour grade_colour(const VertebraFinding& finding);

[[nodiscard]] std::string grade_text(const VertebraFinding& finding);   ///< "grade 2 wedge (1-2)", "normal"
[[nodiscard]] std::string heights_text(const VertebraFinding& finding); ///< "Ha 24.1 Hm 22.0 Hp 26.0 mm"
/// The largest loss with its uncertainty, the reason for none, or what the name rests on; may be empty.
[[nodiscard]] std::string detail_text(const VertebraFinding& finding);

} // namespace spondyl::drawing
