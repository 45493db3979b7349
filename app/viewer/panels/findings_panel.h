#pragma once

#include "../core/workspace.h"
#include "findings_model.h"

#include <QWidget>

class QLabel;
class QTableView;

namespace spondyl::viewer {

/// The table of vertebrae. A row leads every view to its vertebra.
class FindingsPanel : public QWidget {
  Q_OBJECT
public:
  explicit FindingsPanel(Workspace& workspace, QWidget* parent = nullptr);

private:
  void go_to_row(const QModelIndex& current);
  void mark_selected();
  void say_numbering();
  void take_comparison();

  Workspace& workspace_;
  FindingsModel* model_;
  QTableView* table_;
  QLabel *numbering_, *change_;
  bool following_ = false; ///< the selection comes from a view: go nowhere
};

} // namespace spondyl::viewer
