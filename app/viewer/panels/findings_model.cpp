#include "findings_model.h"

#include <QBrush>
#include <QColor>
#include <QFont>

namespace spondyl::viewer {

using view_model::Column;
using view_model::TableRow;

FindingsModel::FindingsModel(Workspace& workspace, QObject* parent)
    : QAbstractTableModel(parent), workspace_(workspace) {
  // It says so after every change of the document, and what changed since the prior is known by then.
  connect(&workspace.follow_up(), &FollowUpController::comparison_changed, this, &FindingsModel::take_review);
}

void FindingsModel::take_review() {
  const view_model::ReviewDocument* document = workspace_.review().document();
  std::vector<TableRow> rows = document
                                   ? view_model::findings_table(document->state(), &workspace_.follow_up().follow_up())
                                   : std::vector<TableRow>{};
  if (rows.size() != rows_.size()) {
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
    return;
  }
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (!(rows[i] == rows_[i])) {
      rows_[i] = std::move(rows[i]);
      const int row = static_cast<int>(i);
      emit dataChanged(index(row, 0), index(row, view_model::kColumns - 1));
    }
}

int FindingsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int FindingsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : view_model::kColumns;
}

std::optional<view_model::VertebraKey> FindingsModel::key_of(int row) const {
  if (row < 0 || row >= rowCount())
    return std::nullopt;
  return rows_[static_cast<std::size_t>(row)].key;
}

int FindingsModel::row_of(view_model::VertebraKey key) const {
  for (int row = 0; row < rowCount(); ++row)
    if (rows_[static_cast<std::size_t>(row)].key == key)
      return row;
  return -1;
}

QVariant FindingsModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount())
    return {};
  const TableRow& row = rows_[static_cast<std::size_t>(index.row())];
  const view_model::TableCell& cell = row.cells[static_cast<std::size_t>(index.column())];
  const auto column = static_cast<Column>(index.column());
  switch (role) {
  case Qt::DisplayRole:
    return QString::fromStdString(cell.text) +
           (column == Column::level && row.accepted ? QString::fromUtf8(" \u2713") : "");
  case Qt::ToolTipRole:
    return QString::fromStdString(cell.tooltip);
  case Qt::AccessibleTextRole:
    return QString::fromStdString(cell.spoken.empty() ? cell.text : cell.spoken) +
           (cell.edited ? tr(", changed by the reader") : QString());
  case Qt::FontRole: {
    QFont font;
    font.setPixelSize(13);
    font.setBold(column == Column::level || column == Column::grade || column == Column::verdict);
    font.setItalic(cell.edited);
    return font;
  }
  case Qt::ForegroundRole:
    if (row.not_assessable)
      return QBrush(QColor(150, 150, 150));
    if (column == Column::grade)
      return QBrush(QColor(row.grade_colour.red, row.grade_colour.green, row.grade_colour.blue));
    if (column == Column::verdict)
      return QBrush(QColor(row.verdict_colour.red, row.verdict_colour.green, row.verdict_colour.blue));
    return cell.edited ? QVariant(QBrush(QColor(255, 220, 80))) : QVariant();
  default:
    return {};
  }
}

QVariant FindingsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section >= view_model::kColumns)
    return {};
  return QString::fromUtf8(view_model::column_title(static_cast<Column>(section)).data());
}

} // namespace spondyl::viewer
