#include "compose.h"

#include "labels_text.h"
#include <algorithm>
#include <cmath>
#include <sstream>

namespace spondyl::drawing {
namespace {

constexpr Colour kBackground{0.075, 0.080, 0.090}, kPanel{0.105, 0.112, 0.125}, kText{0.90, 0.91, 0.93},
    kFaint{0.58, 0.61, 0.65}, kWhite{1, 1, 1}, kBlack{0, 0, 0};
constexpr double kHeader = 46.0, kFooter = 58.0, kMargin = 14.0, kPanelWidth = 424.0;
constexpr double kRowHeight = 56.0; ///< of one body in the panel

struct Layout {
  Position image; ///< top left of the grey image
  double panel_left = 0.0;
  int width = 0, height = 0;
};

Layout layout_for(const Composition& composition) {
  Layout layout;
  if (!composition.with_values) {
    layout.width = composition.image.width;
    layout.height = composition.image.height;
    return layout;
  }
  layout.image = {kMargin, kHeader};
  layout.panel_left = kMargin + composition.image.width + kMargin;
  layout.width = static_cast<int>(layout.panel_left + kPanelWidth + kMargin);
  const double rows = kRowHeight * static_cast<double>(composition.bodies.size());
  layout.height = static_cast<int>(kHeader + std::max<double>(composition.image.height, rows) + kFooter);
  return layout;
}

Position moved(Position position, Position by) {
  return {position.x + by.x, position.y + by.y};
}

std::vector<Segment> moved(std::vector<Segment> segments, Position by) {
  for (Segment& segment : segments)
    segment = {moved(segment.from, by), moved(segment.to, by)};
  return segments;
}

Position position_of(PixelPoint point) {
  return {point.column, point.row};
}

std::vector<Segment> height_lines(const SixPixels& points) {
  return {{position_of(points.anterior_superior), position_of(points.anterior_inferior)},
          {position_of(points.middle_superior), position_of(points.middle_inferior)},
          {position_of(points.posterior_superior), position_of(points.posterior_inferior)}};
}

void draw_landmarks(Canvas& canvas, const SixPixels& points, Colour colour, Position origin) {
  canvas.lines(moved(height_lines(points), origin), 1.2, kWhite.faded(0.75));
  for (const auto& [name, member] : kLandmarkMembers<PixelPoint>)
    canvas.disc(moved(position_of(points.*member), origin), 3.4, colour, kBlack);
}

void draw_cross(Canvas& canvas, Position centre) {
  constexpr double arm = 15.0;
  const std::array<Segment, 2> cross = {{{{centre.x - arm, centre.y - arm}, {centre.x + arm, centre.y + arm}},
                                         {{centre.x - arm, centre.y + arm}, {centre.x + arm, centre.y - arm}}}};
  canvas.lines(cross, 5.0, kBlack.faded(0.6));
  canvas.lines(cross, 2.4, {0.80, 0.47, 0.65}); // Okabe and Ito's reddish purple: no grade has it
}

/// Where the name stands: in front of the body.
Position name_position(const BodyMarks& body) {
  if (!body.landmarks)
    return {body.centre->x - 70.0, body.centre->y};
  const Position superior = position_of(body.landmarks->anterior_superior);
  const Position inferior = position_of(body.landmarks->anterior_inferior);
  const bool front_is_left = superior.x < body.centre->x;
  return {0.5 * (superior.x + inferior.x) + (front_is_left ? -14.0 : 14.0), 0.5 * (superior.y + inferior.y)};
}

void draw_body(Canvas& canvas, const BodyMarks& body, Position origin) {
  if (!body.centre)
    return;
  const Colour colour = grade_colour(*body.finding);
  const bool assessable = body.finding->status == MeasurementStatus::measured;
  const auto outline = moved(body.outline, origin);
  canvas.lines(outline, 3.2, kBlack.faded(0.45));
  canvas.lines(outline, 1.7, colour.faded(assessable ? 1.0 : 0.6));
  if (assessable && body.landmarks)
    draw_landmarks(canvas, *body.landmarks, colour, origin);
  if (!assessable)
    draw_cross(canvas, moved(*body.centre, origin));
  const Position at = name_position(body);
  canvas.text(body.finding->display_name(), moved(at, origin),
              {21.0, true, at.x < body.centre->x ? Align::right : Align::left, colour, true});
}

/// Vertical middles of the panel's rows: beside their bodies, pushed apart where they would overlap.
std::vector<double> row_positions(const Composition& composition, const Layout& layout) {
  std::vector<double> rows;
  double lowest_allowed = layout.image.y + 0.5 * kRowHeight;
  for (const BodyMarks& body : composition.bodies) {
    const double wanted = body.centre ? layout.image.y + body.centre->y : lowest_allowed;
    rows.push_back(std::max(wanted, lowest_allowed));
    lowest_allowed = rows.back() + kRowHeight;
  }
  double bottom = layout.height - kFooter - 0.5 * kRowHeight;
  for (std::size_t i = rows.size(); i-- > 0;) {
    rows[i] = std::min(rows[i], bottom);
    bottom = rows[i] - kRowHeight;
  }
  return rows;
}

/// The text in lines no wider than `width`, broken between words; what does not fit ends in an ellipsis.
std::vector<std::string> wrapped(const Canvas& canvas, const std::string& text, const TextStyle& style, double width,
                                 std::size_t most_lines) {
  std::vector<std::string> lines(1);
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const std::string longer = lines.back().empty() ? word : lines.back() + " " + word;
    if (canvas.text_width(longer, style) <= width) {
      lines.back() = longer;
    } else if (lines.size() < most_lines) {
      lines.push_back(word);
    } else {
      lines.back() += "…";
      break;
    }
  }
  return lines;
}

void draw_row(Canvas& canvas, const BodyMarks& body, double middle, const Layout& layout) {
  const Colour colour = grade_colour(*body.finding);
  const double left = layout.panel_left + 12.0, text_left = left + 64.0;
  const double room = kPanelWidth - 84.0;
  canvas.rectangle({layout.panel_left, middle - 0.5 * kRowHeight + 2.0}, kPanelWidth, kRowHeight - 4.0, kPanel);
  canvas.rectangle({layout.panel_left, middle - 0.5 * kRowHeight + 2.0}, 4.0, kRowHeight - 4.0, colour);
  canvas.text(body.finding->display_name(), {left, middle}, {21.0, true, Align::left, colour, false});
  const TextStyle strong{13.5, true, Align::left, kText, false}, plain{13.0, false, Align::left, kText, false},
      detail{12.0, false, Align::left, kFaint, false};
  const bool measured = body.finding->status == MeasurementStatus::measured;
  std::vector<std::pair<std::string, TextStyle>> lines = {{grade_text(*body.finding), strong}};
  if (measured)
    lines.push_back({heights_text(*body.finding), plain});
  if (const std::string text = detail_text(*body.finding); !text.empty())
    for (const std::string& line : wrapped(canvas, text, detail, room, measured ? 1 : 2))
      lines.push_back({line, detail});
  double y = middle - 8.0 * static_cast<double>(lines.size() - 1);
  for (const auto& [text, style] : lines) {
    canvas.text(text, {text_left, y}, style);
    y += 16.0;
  }
}

void draw_leader(Canvas& canvas, const BodyMarks& body, double row, const Layout& layout) {
  if (!body.centre)
    return;
  double from = body.centre->x;
  if (body.landmarks)
    for (const auto& [name, member] : kLandmarkMembers<PixelPoint>)
      from = std::max(from, ((*body.landmarks).*member).column);
  const Position start = moved({from + 8.0, body.centre->y}, layout.image);
  const double end = layout.panel_left, bend = end - kMargin;
  const std::array<Segment, 2> leader = {{{start, {bend, start.y}}, {{bend, start.y}, {end, row}}}};
  canvas.lines(leader, 1.0, grade_colour(*body.finding).faded(0.40));
}

void draw_letters(Canvas& canvas, const Composition& composition, const Layout& layout) {
  const TextStyle style{17.0, true, Align::centre, kText, true};
  const double width = composition.image.width, height = composition.image.height;
  for (const auto& [letter, at] : {std::pair{"H", Position{0.5 * width, 16.0}},
                                   {"F", {0.5 * width, height - 16.0}},
                                   {"A", {16.0, 0.5 * height}},
                                   {"P", {width - 16.0, 0.5 * height}}})
    canvas.text(letter, moved(at, layout.image), style);
}

void draw_length_bar(Canvas& canvas, const LengthBar& bar, const Composition& composition, const Layout& layout) {
  const Position left = moved({18.0, composition.image.height - 20.0}, layout.image);
  const Position right{left.x + bar.pixels, left.y};
  const std::array<Segment, 3> lines = {{{left, right},
                                         {{left.x, left.y - 5.0}, {left.x, left.y + 5.0}},
                                         {{right.x, right.y - 5.0}, {right.x, right.y + 5.0}}}};
  canvas.lines(lines, 5.0, kBlack.faded(0.6));
  canvas.lines(lines, 2.0, kWhite);
  canvas.text(bar.text, {left.x, left.y - 16.0}, {13.0, false, Align::left, kWhite, true});
}

/// A legend made of the very texts and colours of the bodies.
void draw_legend(Canvas& canvas, double right, double y) {
  VertebraFinding sample;
  const TextStyle style{12.0, false, Align::right, kFaint, false};
  for (std::size_t i = kGenantGrades.size(); i-- > 0;) {
    sample.grade = Grade{};
    sample.grade->value = kGenantGrades[i];
    constexpr std::array<const char*, 5> names = {"0", "0.5", "1", "2", "3"};
    right -= canvas.text(names[i], {right, y}, style) + 5.0;
    canvas.rectangle({right - 12.0, y - 6.0}, 12.0, 12.0, grade_colour(sample));
    right -= 12.0 + 12.0;
  }
  canvas.text("Genant grade", {right, y}, style);
}

void draw_frame(Canvas& canvas, const Composition& composition, const Layout& layout) {
  canvas.text(composition.title, {kMargin, 0.5 * kHeader}, {16.0, true, Align::left, kText, false});
  const double first = layout.height - kFooter + 20.0, second = first + 20.0;
  canvas.text("Research use only - not for diagnosis", {kMargin, first},
              {15.0, true, Align::left, {0.94, 0.89, 0.26}, false});
  draw_legend(canvas, layout.width - kMargin, first);
  canvas.text(
      "Values ± one standard uncertainty. Loss: against the normal shape of the level or the unfractured neighbours.",
      {kMargin, second}, {12.0, false, Align::left, kFaint, false});
}

/// What stands round the image.
void draw_values(Canvas& canvas, const Composition& composition, const Layout& layout) {
  const std::vector<double> rows = row_positions(composition, layout);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    draw_leader(canvas, composition.bodies[i], rows[i], layout);
    draw_row(canvas, composition.bodies[i], rows[i], layout);
  }
  draw_frame(canvas, composition, layout);
}

} // namespace

Picture compose(const Composition& composition) {
  const Layout layout = layout_for(composition);
  Canvas canvas(layout.width, layout.height, kBackground);
  canvas.image(composition.image, layout.image);
  if (composition.with_values)
    draw_values(canvas, composition, layout);
  canvas.clipped(layout.image, composition.image.width, composition.image.height, [&] {
    for (const BodyMarks& body : composition.bodies)
      draw_body(canvas, body, layout.image);
    if (composition.orientation_letters)
      draw_letters(canvas, composition, layout);
    if (composition.length_bar)
      draw_length_bar(canvas, *composition.length_bar, composition, layout);
  });
  return canvas.picture();
}

std::string numbering_text(const Numbering& numbering) {
  if (numbering.anchor == NumberingAnchor::none)
    return "levels not anchored";
  std::string anchor(to_string(numbering.anchor));
  std::ranges::replace(anchor, '_', ' ');
  return "levels " + std::string(to_string(numbering.status)) + ", anchor: " + anchor;
}

} // namespace spondyl::drawing
