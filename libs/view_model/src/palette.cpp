#include <spondyl/view_model/palette.h>

#include "text.h"

namespace spondyl::view_model {

// Okabe & Ito, "Color Universal Design", 2008. From green to vermilion through sky blue and orange, so that
// neighbouring grades differ in hue for protan, deutan and tritan readers alike.
Colour grade_colour(const std::optional<Grade>& grade) {
  constexpr Colour none{200, 200, 200}, normal{0, 158, 115}, borderline{86, 180, 233}, mild{240, 228, 66},
      moderate{230, 159, 0}, severe{213, 94, 0};
  if (!grade)
    return none;
  if (grade->value >= 3.0)
    return severe;
  if (grade->value >= 2.0)
    return moderate;
  if (grade->value >= 1.0)
    return mild;
  return grade->value > 0.0 ? borderline : normal;
}

std::string grade_text(const std::optional<Grade>& grade) {
  if (!grade)
    return "not graded";
  std::string text;
  if (grade->between)
    text = std::to_string(grade->between->first) + "/" + std::to_string(grade->between->second);
  else
    text = grade->value == 0.5 ? "0.5" : fixed(grade->value, 0);
  return grade->shape == FractureShape::none ? text : text + " " + std::string(to_string(grade->shape));
}

} // namespace spondyl::view_model
