#include <spondyl/comparison/timeline_plot.h>

#include <algorithm>
#include <limits>

namespace spondyl::comparison {
namespace {

constexpr double kMargin = 1.0; // mm or px above and below what is drawn

bool has_millimetres(const TimelineVertebra& vertebra) {
  return std::ranges::any_of(vertebra.points, [](const TimelinePoint& point) {
    return std::ranges::any_of(point.heights,
                               [](const auto& height) { return height && height->unit == LengthUnit::millimetre; });
  });
}

std::vector<PlotMark> marks_of(const Timeline& timeline, const TimelineVertebra& vertebra, std::size_t height,
                               LengthUnit unit) {
  std::vector<PlotMark> marks;
  for (const TimelinePoint& point : vertebra.points) {
    const auto day = days_between(timeline.studies.front().date, timeline.studies[point.study].date);
    if (day && point.heights[height] && point.heights[height]->unit == unit)
      marks.push_back({point.study, static_cast<double>(*day), point.heights[height]->value,
                       kBarUncertainties * point.heights[height]->uncertainty.value_or(0.0)});
  }
  return marks;
}

} // namespace

TimelinePlot plot_of(const Timeline& timeline, const TimelineVertebra& vertebra) {
  TimelinePlot plot;
  plot.unit = has_millimetres(vertebra) ? LengthUnit::millimetre : LengthUnit::pixel;
  if (timeline.studies.empty())
    return plot;
  plot.days = std::max(1, days_between(timeline.studies.front().date, timeline.studies.back().date).value_or(1));
  double low = std::numeric_limits<double>::max(), high = std::numeric_limits<double>::lowest();
  for (std::size_t i = 0; i < plot.heights.size(); ++i) {
    plot.heights[i] = marks_of(timeline, vertebra, i, plot.unit);
    for (const PlotMark& mark : plot.heights[i]) {
      low = std::min(low, mark.value - mark.bar - kMargin);
      high = std::max(high, mark.value + mark.bar + kMargin);
    }
  }
  if (low < high) {
    plot.low = low;
    plot.high = high;
  }
  return plot;
}

} // namespace spondyl::comparison
