#pragma once
// One vertebra over all studies of the person: a plot and the table below it, without a window system.

#include <array>
#include <optional>
#include <spondyl/comparison/timeline_plot.h>
#include <spondyl/view_model/palette.h>
#include <string>
#include <vector>

namespace spondyl::view_model {

/// Colour and form both tell the heights apart: vermilion, sky blue and bluish green of Okabe and Ito on black.
inline constexpr std::array<Colour, 3> kHeightColours = {{{213, 94, 0}, {86, 180, 233}, {0, 158, 115}}};

/// A position in the plot's rectangle: 0..1 to the right, 0..1 downwards.
struct PlotPlace {
  double x = 0.0, y = 0.0;
};

/// One study, as a row of the table and a point of the plot.
struct TimelineRow {
  std::string series_uid;
  bool is_shown = false;            ///< the study that is on the screen
  std::array<std::string, 6> cells; ///< date and modality, anterior, middle, posterior, grade, since the one before
  std::string tooltip;              ///< why this verdict
  std::string spoken;               ///< the whole row in one sentence
  std::optional<double> x;          ///< of the study in the plot; std::nullopt without a date or a height
};
inline constexpr std::array<const char*, 6> kTimelineColumns = {"Study",     "Anterior", "Middle",
                                                                "Posterior", "Grade",    "Change"};

struct TimelineView {
  std::string title; ///< "L1"
  comparison::TimelinePlot plot;
  std::vector<TimelineRow> rows; ///< by date

  [[nodiscard]] PlotPlace place_of(const comparison::PlotMark& mark) const;
  [[nodiscard]] PlotPlace place_of(double day, double value) const;
  /// Round values for lines across the plot, in its unit: at most five.
  [[nodiscard]] std::vector<double> grid_values() const;
  /// The row whose study lies nearest to a place of the plot.
  [[nodiscard]] std::optional<std::size_t> row_at(PlotPlace place) const;
};

/// `shown_series` is the Series Instance UID of the study on the screen. Studies in which the vertebra is not seen have
/// a row that says so.
[[nodiscard]] TimelineView timeline_view(const comparison::Timeline& timeline, VertebraLevel level,
                                         const std::string& shown_series);

} // namespace spondyl::view_model
