#include <spondyl/comparison/timeline_plot.h>

#include <algorithm>
#include <iomanip>
#include <sstream>

namespace spondyl::comparison {
namespace {

// Layout in points; engineering choices.
constexpr double kWidth = 640.0, kPlotHeight = 120.0, kLeft = 60.0, kRight = 120.0, kTop = 24.0;
// Anterior, middle, posterior: vermilion, blue and bluish green of Okabe and Ito.
constexpr std::array kColours = {"#d55e00", "#0072b2", "#009e73"};

/// From dates and heights to places on the page.
struct Axes {
  double top = 0.0, days = 1.0, low = 0.0, high = 1.0;
  [[nodiscard]] double x(double day) const { return kLeft + day / days * (kWidth - kLeft - kRight); }
  [[nodiscard]] double y(double value) const {
    return top + kTop + (high - value) / (high - low) * (kPlotHeight - kTop);
  }
};

void draw(std::ostream& out, const Axes& axes, const std::vector<PlotMark>& marks, const char* colour) {
  out << "<polyline fill=\"none\" stroke=\"" << colour << "\" points=\"";
  for (const PlotMark& mark : marks)
    out << axes.x(mark.day) << ',' << axes.y(mark.value) << ' ';
  out << "\"/>\n";
  for (const PlotMark& mark : marks)
    out << "<path stroke=\"" << colour << "\" d=\"M" << axes.x(mark.day) << ' ' << axes.y(mark.value - mark.bar) << "V"
        << axes.y(mark.value + mark.bar) << "\"/><circle fill=\"" << colour << "\" r=\"2.5\" cx=\"" << axes.x(mark.day)
        << "\" cy=\"" << axes.y(mark.value) << "\"/>\n";
}

void words(std::ostream& out, double x, double y, const std::string& text) {
  out << "<text x=\"" << x << "\" y=\"" << y << "\">" << text << "</text>\n";
}

void draw_vertebra(std::ostream& out, const Timeline& timeline, const TimelineVertebra& vertebra, Axes axes) {
  const TimelinePlot plot = plot_of(timeline, vertebra);
  axes.low = plot.low;
  axes.high = plot.high;
  words(out, 8.0, axes.top + kTop + 10.0, vertebra.level.name());
  if (axes.high <= axes.low)
    return;
  for (std::size_t i = 0; i < plot.heights.size(); ++i) {
    draw(out, axes, plot.heights[i], kColours[i]);
    if (!plot.heights[i].empty())
      words(out, kWidth - kRight + 8.0, axes.y(plot.heights[i].back().value) + 4.0,
            std::string(to_string(kHeightNames[i])));
  }
  std::ostringstream low, high;
  low << std::fixed << std::setprecision(0) << axes.low << ' ' << to_string(plot.unit);
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
  words(out, 8.0, height - 6.0, "Bars: two standard uncertainties. Research use only - not for diagnosis.");
  out << "</svg>\n";
  return out.str();
}

} // namespace spondyl::comparison
