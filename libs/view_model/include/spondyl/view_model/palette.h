#pragma once

#include <optional>
#include <spondyl/model/findings.h>
#include <string>

namespace spondyl::view_model {

struct Colour {
  unsigned char red = 255, green = 255, blue = 255;
  friend bool operator==(const Colour&, const Colour&) = default;
};

/// Okabe and Ito's colours, told apart by colour-blind readers; a grade is always written as text as well.
[[nodiscard]] Colour grade_colour(const std::optional<Grade>& grade);
/// "0", "0.5", "1 wedge", "1/2 wedge" (cannot be told apart), "not graded".
[[nodiscard]] std::string grade_text(const std::optional<Grade>& grade);

inline constexpr Colour kSelectionColour{255, 255, 255}, kCrosshairColour{0, 200, 255}, kToolColour{255, 220, 80},
    kNotAssessableColour{150, 150, 150};

} // namespace spondyl::view_model
