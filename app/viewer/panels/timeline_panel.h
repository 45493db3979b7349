#pragma once

#include "../core/workspace.h"
#include "timeline_plot.h"

#include <QWidget>

class QTableWidget;

namespace spondyl::viewer {

/// One vertebra - the chosen one - over all studies of the person: plot and table, each point and row a way into its
/// study.
class TimelinePanel : public QWidget {
  Q_OBJECT
public:
  explicit TimelinePanel(Workspace& workspace, QWidget* parent = nullptr);
  [[nodiscard]] const TimelinePlot& plot() const { return *plot_; }

private:
  void take_timeline();
  void fill_table(const view_model::TimelineView& view);
  void open_row(int row);
  [[nodiscard]] std::optional<VertebraLevel> level() const;
  void showEvent(QShowEvent* event) override;

  Workspace& workspace_;
  TimelinePlot* plot_;
  QTableWidget* table_;
  std::optional<VertebraLevel> last_level_; ///< stays while another study of the person is being opened
};

} // namespace spondyl::viewer
