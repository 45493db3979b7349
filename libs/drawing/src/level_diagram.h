#pragma once

#include "canvas.h"
#include <spondyl/drawing/page.h>

namespace spondyl::drawing {

struct DiagramSize {
  double width = 0.0, height = 0.0;
};

[[nodiscard]] DiagramSize diagram_size(const LevelDiagram& diagram);
/// Draws it with its upper left corner at the origin.
void draw_level_diagram(Canvas& canvas, const LevelDiagram& diagram);

} // namespace spondyl::drawing
