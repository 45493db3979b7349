#include "level_diagram.h"

#include "labels_text.h"
#include <algorithm>
#include <cmath>

namespace spondyl::drawing {
namespace {

constexpr double kWidth = 130.0, kNameRight = 38.0, kBodyLeft = 44.0, kBodyWidth = 46.0, kGradeLeft = 96.0;
constexpr double kTop = 16.0, kGap = 5.0;
constexpr double kUnknownHeight = 20.0; ///< of a body without heights, in the diagram's points
constexpr double kDepthToHeight = 0.72; ///< of an unfractured body: only the picture's proportions, engineering choice
constexpr Colour kInk{0.10, 0.11, 0.13}, kFaintInk{0.45, 0.48, 0.52};

/// Points per unit of the heights, so that the tallest body gets its natural proportion.
double scale_of(const LevelDiagram& diagram) {
  double tallest = 0.0;
  for (const VertebraFinding& vertebra : diagram.vertebrae)
    for (const HeightName name : kHeightNames)
      if (const auto& height = vertebra.heights.of(name))
        tallest = std::max(tallest, height->value);
  return tallest > 0.0 ? kBodyWidth * kDepthToHeight / tallest : 1.0;
}

double scaled(const std::optional<HeightMeasurement>& height, double scale) {
  return height ? height->value * scale : kUnknownHeight;
}

double drawn_height(const VertebraFinding& vertebra, double scale) {
  if (!vertebra.heights.anterior && !vertebra.heights.posterior)
    return kUnknownHeight;
  return std::max({scaled(vertebra.heights.anterior, scale), scaled(vertebra.heights.middle, scale),
                   scaled(vertebra.heights.posterior, scale)});
}

/// Front on the left; losses are shown at both endplates alike, for heights do not say at which they are.
void draw_shape(Canvas& canvas, const VertebraFinding& vertebra, double middle, double scale) {
  const double front = 0.5 * scaled(vertebra.heights.anterior, scale),
               centre = 0.5 * scaled(vertebra.heights.middle, scale),
               back = 0.5 * scaled(vertebra.heights.posterior, scale);
  const double left = kBodyLeft, right = kBodyLeft + kBodyWidth, half = 0.5 * (left + right);
  const std::array<Position, 6> corners = {{{left, middle - front},
                                            {half, middle - centre},
                                            {right, middle - back},
                                            {right, middle + back},
                                            {half, middle + centre},
                                            {left, middle + front}}};
  canvas.polygon(corners, grade_colour(vertebra).faded(0.55), kInk, 0.9);
}

void draw_unknown(Canvas& canvas, double middle) {
  const double top = middle - 0.5 * kUnknownHeight, bottom = middle + 0.5 * kUnknownHeight;
  const double left = kBodyLeft, right = kBodyLeft + kBodyWidth;
  const std::array<Segment, 6> lines = {{{{left, top}, {right, top}},
                                         {{right, top}, {right, bottom}},
                                         {{right, bottom}, {left, bottom}},
                                         {{left, bottom}, {left, top}},
                                         {{left, top}, {right, bottom}},
                                         {{left, bottom}, {right, top}}}};
  canvas.lines(lines, 0.8, kFaintInk);
}

std::string grade_mark(const VertebraFinding& vertebra) {
  if (vertebra.status != MeasurementStatus::measured)
    return "–";
  if (!vertebra.grade)
    return "–";
  return vertebra.grade->value == 0.5 ? "0.5" : std::to_string(static_cast<int>(vertebra.grade->value));
}

void draw_body(Canvas& canvas, const VertebraFinding& vertebra, double middle, double scale) {
  if (vertebra.status == MeasurementStatus::measured)
    draw_shape(canvas, vertebra, middle, scale);
  else
    draw_unknown(canvas, middle);
  const bool fractured = vertebra.grade && vertebra.grade->value >= 1.0;
  canvas.text(vertebra.display_name(), {kNameRight, middle}, {10.0, fractured, Align::right, kInk, false});
  canvas.text(grade_mark(vertebra), {kGradeLeft, middle}, {10.0, fractured, Align::left, kInk, false});
}

} // namespace

DiagramSize diagram_size(const LevelDiagram& diagram) {
  const double scale = scale_of(diagram);
  double height = kTop;
  for (const VertebraFinding& vertebra : diagram.vertebrae)
    height += drawn_height(vertebra, scale) + kGap;
  return {kWidth, height};
}

void draw_level_diagram(Canvas& canvas, const LevelDiagram& diagram) {
  const double scale = scale_of(diagram);
  canvas.text("A", {kBodyLeft, 0.5 * kTop}, {8.0, false, Align::left, kFaintInk, false});
  canvas.text("P", {kBodyLeft + kBodyWidth, 0.5 * kTop}, {8.0, false, Align::right, kFaintInk, false});
  double top = kTop;
  for (const VertebraFinding& vertebra : diagram.vertebrae) {
    const double height = drawn_height(vertebra, scale);
    draw_body(canvas, vertebra, top + 0.5 * height, scale);
    top += height + kGap;
  }
}

Picture render_level_diagram(const LevelDiagram& diagram, double scale) {
  const DiagramSize size = diagram_size(diagram);
  Canvas canvas(static_cast<int>(std::ceil(size.width * scale)), static_cast<int>(std::ceil(size.height * scale)),
                {1, 1, 1});
  canvas.scaled({0, 0}, scale, [&] { draw_level_diagram(canvas, diagram); });
  return canvas.picture();
}

} // namespace spondyl::drawing
