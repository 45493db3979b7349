#include "timeline_panel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QTableWidget>

namespace spondyl::viewer {

TimelinePanel::TimelinePanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace), plot_(new TimelinePlot(this)), table_(new QTableWidget(this)) {
  table_->setObjectName("timeline");
  table_->setAccessibleName(tr("The chosen vertebra over time, one row per study"));
  table_->setColumnCount(static_cast<int>(view_model::kTimelineColumns.size()));
  for (std::size_t i = 0; i < view_model::kTimelineColumns.size(); ++i)
    table_->setHorizontalHeaderItem(static_cast<int>(i), new QTableWidgetItem(tr(view_model::kTimelineColumns[i])));
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setTabKeyNavigation(false);
  table_->setShowGrid(false);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(22);
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  // The verdict is read first: in a narrow panel the right end of the table is out of sight.
  table_->horizontalHeader()->moveSection(static_cast<int>(view_model::kTimelineColumns.size()) - 1, 1);
  auto* beside = new QHBoxLayout(this);
  beside->setContentsMargins(4, 2, 4, 2);
  beside->addWidget(plot_, 1);
  beside->addWidget(table_, 1);
  connect(&workspace.follow_up(), &FollowUpController::comparison_changed, this, &TimelinePanel::take_timeline);
  connect(&workspace.follow_up(), &FollowUpController::candidates_changed, this, &TimelinePanel::take_timeline);
  connect(&workspace, &Workspace::selection_changed, this, &TimelinePanel::take_timeline);
  connect(plot_, &TimelinePlot::study_wanted, this,
          [this](const QString& series_uid) { workspace_.show_study(series_uid.toStdString()); });
  connect(plot_, &TimelinePlot::row_marked, this,
          [this](std::size_t row) { table_->selectRow(static_cast<int>(row)); });
  connect(table_, &QTableWidget::cellClicked, this, &TimelinePanel::open_row);
  connect(table_, &QTableWidget::cellActivated, this, &TimelinePanel::open_row);
  connect(table_, &QTableWidget::currentCellChanged, this,
          [this](int row) { plot_->mark(static_cast<std::size_t>(row)); });
}

void TimelinePanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  take_timeline();
}

std::optional<VertebraLevel> TimelinePanel::level() const {
  const view_model::ReviewDocument* document = workspace_.review().document();
  const auto selected = workspace_.selected();
  const auto index = document && selected ? document->state().index_of(*selected) : std::nullopt;
  if (!index)
    return std::nullopt;
  const VertebraFinding& vertebra = document->state().vertebrae[*index];
  return vertebra.level ? vertebra.level : vertebra.level_guess;
}

void TimelinePanel::take_timeline() {
  if (!isVisible())
    return; // taken when it is shown
  if (const auto now = level())
    last_level_ = now;
  const OpenedImagePtr image = workspace_.image();
  view_model::TimelineView view;
  if (last_level_ && image)
    view = view_model::timeline_view(workspace_.follow_up().timeline(), *last_level_, image->item.series.info.uid);
  fill_table(view);
  plot_->show_view(std::move(view));
}

void TimelinePanel::fill_table(const view_model::TimelineView& view) {
  const int rows = static_cast<int>(view.rows.size());
  if (table_->rowCount() != rows)
    table_->setRowCount(rows);
  for (int row = 0; row < rows; ++row) {
    const view_model::TimelineRow& of = view.rows[static_cast<std::size_t>(row)];
    for (int column = 0; column < table_->columnCount(); ++column) {
      QTableWidgetItem* cell = table_->item(row, column);
      if (!cell)
        table_->setItem(row, column, cell = new QTableWidgetItem);
      cell->setText(QString::fromStdString(of.cells[static_cast<std::size_t>(column)]));
      cell->setToolTip(QString::fromStdString(of.tooltip));
      cell->setData(Qt::AccessibleTextRole, column == 0 ? QString::fromStdString(of.spoken) : cell->text());
      QFont font = cell->font();
      font.setBold(of.is_shown);
      cell->setFont(font);
    }
  }
}

void TimelinePanel::open_row(int row) {
  const auto& rows = plot_->view().rows;
  if (row >= 0 && static_cast<std::size_t>(row) < rows.size())
    workspace_.show_study(rows[static_cast<std::size_t>(row)].series_uid);
}

} // namespace spondyl::viewer
