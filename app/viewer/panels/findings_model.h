#pragma once

#include "../core/workspace.h"

#include <QAbstractTableModel>
#include <spondyl/view_model/findings_table.h>

namespace spondyl::viewer {

/// findings_table() as Qt's tables want it.
class FindingsModel : public QAbstractTableModel {
  Q_OBJECT
public:
  explicit FindingsModel(Workspace& workspace, QObject* parent = nullptr);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  [[nodiscard]] std::optional<view_model::VertebraKey> key_of(int row) const;
  [[nodiscard]] int row_of(view_model::VertebraKey key) const; ///< -1 when absent

private:
  void take_review();

  Workspace& workspace_;
  std::vector<view_model::TableRow> rows_;
};

} // namespace spondyl::viewer
