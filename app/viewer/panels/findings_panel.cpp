#include "findings_panel.h"

#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

namespace spondyl::viewer {

FindingsPanel::FindingsPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace), model_(new FindingsModel(workspace, this)), table_(new QTableView(this)),
      numbering_(new QLabel(this)), change_(new QLabel(this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(4, 2, 4, 2);
  column->setSpacing(2);
  column->addWidget(numbering_);
  column->addWidget(change_);
  change_->setObjectName("change");
  change_->setAccessibleName(tr("Change since the prior study"));
  change_->setWordWrap(true);
  change_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  column->addWidget(table_, 1);
  numbering_->setAccessibleName(tr("Numbering"));
  numbering_->setWordWrap(true);
  numbering_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long sentence must not widen the column
  table_->setAccessibleName(tr("Findings, one row per vertebra"));
  table_->setObjectName("findings");
  table_->setModel(model_);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setTabKeyNavigation(false);
  table_->setWordWrap(false);
  table_->setShowGrid(false);
  table_->setAlternatingRowColors(true);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(24);
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  table_->horizontalHeader()->setStretchLastSection(true);
  table_->horizontalHeader()->setHighlightSections(false);
  // What is read first stands first: in a narrow layout the right end of the table is out of sight.
  table_->horizontalHeader()->moveSection(static_cast<int>(view_model::Column::grade), 1);
  table_->horizontalHeader()->moveSection(
      table_->horizontalHeader()->visualIndex(static_cast<int>(view_model::Column::loss)), 2);
  int place = 3;
  for (const auto of_change :
       {view_model::Column::verdict, view_model::Column::change_percent, view_model::Column::change_millimetres})
    table_->horizontalHeader()->moveSection(table_->horizontalHeader()->visualIndex(static_cast<int>(of_change)),
                                            place++);
  connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &FindingsPanel::go_to_row);
  connect(table_, &QTableView::clicked, this, &FindingsPanel::go_to_row);
  connect(&workspace, &Workspace::selection_changed, this, &FindingsPanel::mark_selected);
  connect(&workspace.review(), &ReviewController::changed, this, &FindingsPanel::say_numbering);
  connect(&workspace.follow_up(), &FollowUpController::comparison_changed, this, &FindingsPanel::take_comparison);
  say_numbering();
  take_comparison();
}

/// Columns of change are there while something is compared; a slip of the numbering is said above the table.
void FindingsPanel::take_comparison() {
  const comparison::Comparison* compared = workspace_.follow_up().follow_up().comparison();
  for (int column = 0; column < view_model::kColumns; ++column)
    if (view_model::is_of_follow_up(static_cast<view_model::Column>(column)))
      table_->setColumnHidden(column, compared == nullptr);
  change_->setVisible(compared != nullptr);
  if (!compared)
    return;
  const bool slipped = compared->numbering_differs;
  change_->setText((slipped ? tr("\u26a0 Numbering differs. ") : QString()) + workspace_.follow_up().status());
  const QString style = slipped ? "color: #f0b43c; font-weight: bold;" : "";
  if (change_->styleSheet() != style) // costs a look at every rule of the theme
    change_->setStyleSheet(style);
}

void FindingsPanel::go_to_row(const QModelIndex& current) {
  if (const auto key = model_->key_of(current.row()); key && !following_)
    workspace_.go_to(*key);
}

void FindingsPanel::mark_selected() {
  following_ = true;
  const int row = workspace_.selected() ? model_->row_of(*workspace_.selected()) : -1;
  if (row < 0)
    table_->clearSelection();
  else if (table_->currentIndex().row() != row || !table_->selectionModel()->isRowSelected(row))
    table_->selectRow(row);
  following_ = false;
}

void FindingsPanel::say_numbering() {
  const view_model::ReviewDocument* document = workspace_.review().document();
  if (document && !document->state().vertebrae.empty())
    numbering_->setText(QString::fromStdString(view_model::numbering_text(document->state().numbering)));
  else if (workspace_.image() && !workspace_.image()->item.measurable)
    numbering_->setText(tr("Not measured: %1").arg(QString::fromStdString(workspace_.image()->item.why_not)));
  else
    numbering_->setText(tr("Nothing measured yet. Measure (M), or add a vertebra by hand."));
}

} // namespace spondyl::viewer
