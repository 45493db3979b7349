#include <spondyl/comparison/timeline.h>

#include <algorithm>
#include <iomanip>
#include <sstream>

namespace spondyl::comparison {
namespace {

// Layout in points; engineering choices.
constexpr double kWidth = 640.0, kPlotHeight = 120.0, kLeft = 60.0, kRight = 120.0, kTop = 24.0;
constexpr std::array kColours = {"#c0392b", "#2471a3", "#1e8449"}; // anterior, middle, posterior

/// From dates and heights to places on the page.
struct Axes {
  double top = 0.0, days = 1.0, low = 0.0, high = 1.0;
  [[nodiscard]] double x(double day) const { return kLeft + day / days * (kWidth - kLeft - kRight); }
  [[nodiscard]] double y(double value) const {
    return top + kTop + (high - value) / (high - low) * (kPlotHeight - kTop);
  }
};

struct Mark {
  double day = 0.0, value = 0.0, error = 0.0;
};

/// Heights in their own unit; film and volume are never joined by a line.
std::vector<Mark> marks_of(const Timeline& timeline, const TimelineVertebra& vertebra, std::size_t height,
                           LengthUnit unit) {
  std::vector<Mark> marks;
  for (const TimelinePoint& point : vertebra.points) {
    const auto day = days_between(timeline.studies.front().date, timeline.studies[point.study].date);
    if (day && point.heights[height] && point.heights[height]->unit == unit)
      marks.push_back(
          {static_cast<double>(*day), point.heights[height]->value, point.heights[height]->uncertainty.value_or(0.0)});
  }
  return marks;
}

void draw(std::ostream& out, const Axes& axes, const std::vector<Mark>& marks, const char* colour) {
  out << "<polyline fill=\"none\" stroke=\"" << colour << "\" points=\"";
  for (const Mark& mark : marks)
    out << axes.x(mark.day) << ',' << axes.y(mark.value) << ' ';
  out << "\"/>\n";
  for (const Mark& mark : marks)
    out << "<path stroke=\"" << colour << "\" d=\"M" << axes.x(mark.day) << ' ' << axes.y(mark.value - mark.error)
        << "V" << axes.y(mark.value + mark.error) << "\"/><circle fill=\"" << colour << "\" r=\"2.5\" cx=\""
        << axes.x(mark.day) << "\" cy=\"" << axes.y(mark.value) << "\"/>\n";
}

void words(std::ostream& out, double x, double y, const std::string& text) {
  out << "<text x=\"" << x << "\" y=\"" << y << "\">" << text << "</text>\n";
}

void draw_vertebra(std::ostream& out, const Timeline& timeline, const TimelineVertebra& vertebra, Axes axes) {
  const bool volumes = !marks_of(timeline, vertebra, 0, LengthUnit::millimetre).empty();
  const LengthUnit unit = volumes ? LengthUnit::millimetre : LengthUnit::pixel;
  std::array<std::vector<Mark>, 3> marks;
  axes.low = 1e9;
  axes.high = -1e9;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    marks[i] = marks_of(timeline, vertebra, i, unit);
    for (const Mark& mark : marks[i]) {
      axes.low = std::min(axes.low, mark.value - mark.error - 1.0);
      axes.high = std::max(axes.high, mark.value + mark.error + 1.0);
    }
  }
  words(out, 8.0, axes.top + kTop + 10.0, vertebra.level.name());
  if (axes.high <= axes.low)
    return;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    draw(out, axes, marks[i], kColours[i]);
    if (!marks[i].empty())
      words(out, kWidth - kRight + 8.0, axes.y(marks[i].back().value) + 4.0, std::string(to_string(kHeightNames[i])));
  }
  std::ostringstream low, high;
  low << std::fixed << std::setprecision(0) << axes.low << ' ' << to_string(unit);
  high << std::fixed << std::setprecision(0) << axes.high;
  words(out, 8.0, axes.top + kPlotHeight, low.str());
  words(out, 34.0, axes.top + kTop + 10.0, high.str());
}

} // namespace

std::string to_svg(const Timeline& timeline) {
  std::ostringstream out;
  out << std::fixed << std::setprecision(1);
  const double height = kPlotHeight * static_cast<double>(timeline.vertebrae.size()) + 40.0;
  out << R"(<svg xmlns="http://www.w3.org/2000/svg" width=")" << kWidth << R"(" height=")" << height
      << R"(" font-family="sans-serif" font-size="11">)" << '\n';
  Axes axes;
  if (!timeline.studies.empty())
    axes.days = std::max(1, days_between(timeline.studies.front().date, timeline.studies.back().date).value_or(1));
  for (const TimelineVertebra& vertebra : timeline.vertebrae) {
    draw_vertebra(out, timeline, vertebra, axes);
    axes.top += kPlotHeight;
  }
  if (!timeline.studies.empty()) {
    words(out, kLeft, height - 22.0, timeline.studies.front().date);
    words(out, kWidth - kRight - 40.0, height - 22.0, timeline.studies.back().date);
  }
  words(out, 8.0, height - 6.0, "Bars: one standard uncertainty. Research use only - not for diagnosis.");
  out << "</svg>\n";
  return out.str();
}

} // namespace spondyl::comparison
