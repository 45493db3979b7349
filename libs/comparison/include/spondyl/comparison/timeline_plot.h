#pragma once
// What a plot of one vertebra over time shows, before anybody draws it: the page and the viewer draw the same.

#include <array>
#include <spondyl/comparison/timeline.h>
#include <vector>

namespace spondyl::comparison {

/// Bars reach this many standard uncertainties to each side: about 95 % of a normal distribution.
inline constexpr double kBarUncertainties = 2.0;

struct PlotMark {
  std::size_t study = 0; ///< index into Timeline::studies
  double day = 0.0;      ///< since the first study
  double value = 0.0;    ///< in TimelinePlot::unit
  double bar = 0.0;      ///< half the length of the bar: kBarUncertainties standard uncertainties; 0 = not known
};

/// One vertebra. Heights of films (px) and of volumes (mm) are never in one plot: where there are volumes, those.
struct TimelinePlot {
  LengthUnit unit = LengthUnit::millimetre;
  std::array<std::vector<PlotMark>, 3> heights; ///< in the order of kHeightNames, by date
  double days = 1.0;                            ///< of the whole axis, at least 1
  double low = 0.0, high = 0.0;                 ///< everything lies between them; equal = nothing to draw
};
[[nodiscard]] TimelinePlot plot_of(const Timeline& timeline, const TimelineVertebra& vertebra);

} // namespace spondyl::comparison
