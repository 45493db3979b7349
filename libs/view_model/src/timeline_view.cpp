#include <spondyl/view_model/timeline_view.h>

#include "text.h"

#include <algorithm>
#include <cmath>
#include <spondyl/view_model/follow_up.h>

namespace spondyl::view_model {
namespace {

using comparison::TimelinePoint;

std::string grade_words(double grade) {
  return fixed(grade, grade == 0.5 ? 1 : 0);
}

std::string change_text(const TimelinePoint& point) {
  if (!point.change)
    return {};
  const auto& heights = point.change->heights;
  const auto most = std::ranges::max_element(
      heights, {}, [](const comparison::HeightChange& height) { return std::abs(height.change); });
  std::string text = verdict_text(point.change->verdict);
  if (most != heights.end())
    text += "  " + std::string(most->change < 0 ? "\u2212" : "+") + fixed(std::abs(100.0 * most->change), 0) + " %";
  return text;
}

void say_row(TimelineRow& row) {
  for (std::size_t i = 0; i < row.cells.size(); ++i)
    if (!row.cells[i].empty())
      row.spoken += (i == 0 ? "" : std::string(", ") + kTimelineColumns[i] + " ") + row.cells[i];
  row.spoken += row.is_shown ? ", shown" : "";
}

TimelineRow row_of(const comparison::Timeline& timeline, std::size_t study, const TimelinePoint* point) {
  const comparison::TimelineStudy& of = timeline.studies[study];
  TimelineRow row;
  row.series_uid = of.series_uid;
  row.cells[0] = readable_date(of.date) + "  " + of.modality;
  if (point == nullptr) {
    row.cells[5] = "not seen";
    return row;
  }
  for (std::size_t i = 0; i < kHeightNames.size(); ++i)
    if (point->heights[i])
      row.cells[i + 1] = height_text(*point->heights[i]);
  if (point->grade)
    row.cells[4] = grade_words(*point->grade);
  row.cells[5] = change_text(*point);
  if (point->change)
    row.tooltip = "Since " + readable_date(timeline.studies[*point->compared_with].date) + ": " + point->change->reason;
  return row;
}

} // namespace

PlotPlace TimelineView::place_of(double day, double value) const {
  const double range = plot.high - plot.low;
  return {day / plot.days, range > 0.0 ? (plot.high - value) / range : 0.5};
}

PlotPlace TimelineView::place_of(const comparison::PlotMark& mark) const {
  return place_of(mark.day, mark.value);
}

std::vector<double> TimelineView::grid_values() const {
  constexpr double kMost = 5.0;
  std::vector<double> values;
  if (!(plot.high > plot.low))
    return values;
  double step = std::pow(10.0, std::floor(std::log10((plot.high - plot.low) / kMost)));
  for (const double factor : {2.0, 2.5, 2.0}) // 1, 2, 5, 10 times a power of ten
    if ((plot.high - plot.low) / step > kMost)
      step *= factor;
  for (double value = std::ceil(plot.low / step) * step; value <= plot.high; value += step)
    values.push_back(value);
  return values;
}

std::optional<std::size_t> TimelineView::row_at(PlotPlace place) const {
  std::optional<std::size_t> nearest;
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (rows[i].x && (!nearest || std::abs(*rows[i].x - place.x) < std::abs(*rows[*nearest].x - place.x)))
      nearest = i;
  return nearest;
}

TimelineView timeline_view(const comparison::Timeline& timeline, VertebraLevel level, const std::string& shown_series) {
  TimelineView view;
  view.title = level.name();
  const auto vertebra = std::ranges::find(timeline.vertebrae, level, &comparison::TimelineVertebra::level);
  const bool known = vertebra != timeline.vertebrae.end();
  if (known)
    view.plot = comparison::plot_of(timeline, *vertebra);
  for (std::size_t study = 0; study < timeline.studies.size(); ++study) {
    const TimelinePoint* point = nullptr;
    if (known)
      if (const auto found = std::ranges::find(vertebra->points, study, &TimelinePoint::study);
          found != vertebra->points.end())
        point = &*found;
    view.rows.push_back(row_of(timeline, study, point));
    TimelineRow& row = view.rows.back();
    row.is_shown = row.series_uid == shown_series;
    for (const auto& marks : view.plot.heights)
      for (const comparison::PlotMark& mark : marks)
        if (mark.study == study)
          row.x = view.place_of(mark).x;
    say_row(row);
  }
  return view;
}

} // namespace spondyl::view_model
