#pragma once

#include "canvas.h"
#include <optional>
#include <spondyl/model/findings.h>

namespace spondyl::drawing {

/// One body in the coordinates of the grey image.
struct BodyMarks {
  const VertebraFinding* finding = nullptr;
  std::vector<Segment> outline;
  std::optional<SixPixels> landmarks;
  std::optional<Position> centre; ///< absent: the body is listed, not drawn
};

struct LengthBar {
  double pixels = 0.0;
  std::string text;
};

/// What compose() needs to know; images of volumes and of films come out the same way.
struct Composition {
  GreyImage image;
  std::vector<BodyMarks> bodies;
  std::optional<LengthBar> length_bar;
  bool orientation_letters = false; ///< H, F, A, P: only where the orientation is known
  std::string title;
  bool with_values = true; ///< the panel of values, the title and the notice round the image
};

[[nodiscard]] Picture compose(const Composition& composition);

/// "certain, anchored at the sacrum" or what else the numbering rests on.
[[nodiscard]] std::string numbering_text(const Numbering& numbering);

} // namespace spondyl::drawing
