#pragma once

#include "../core/workspace.h"

#include <QDialog>

class QKeySequenceEdit;
class QLabel;
class QTableWidget;

namespace spondyl::viewer {

/// Binds keys anew. A key that something else has is refused, naming what has it.
class KeyDialog : public QDialog {
  Q_OBJECT
public:
  explicit KeyDialog(Workspace& workspace, QWidget* parent = nullptr);

private:
  void fill();
  void bind();
  void reset_all();

  Workspace& workspace_;
  QTableWidget* table_;
  QKeySequenceEdit* key_;
  QLabel* answer_;
};

} // namespace spondyl::viewer
