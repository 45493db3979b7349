#pragma once

#include "../core/workspace.h"

#include <QTreeWidget>
#include <QWidget>
#include <map>

class QLabel;
class QLineEdit;

namespace spondyl::viewer {

/// Studies and their series, each with its thumbnail, its verdict and the reason for it.
class StudyPanel : public QWidget {
  Q_OBJECT
public:
  explicit StudyPanel(Workspace& workspace, QWidget* parent = nullptr);

signals:
  void two_series_wanted();

private:
  void show_menu(const QPoint& at);
  void take_browser();
  void take_thumbnail(const QString& series_key, const QImage& thumbnail);
  void mark_shown();
  void open_item(QTreeWidgetItem* item);
  [[nodiscard]] QTreeWidgetItem* make_series_item(const view_model::SeriesItem& series) const;

  Workspace& workspace_;
  QTreeWidget* tree_;
  QLabel* summary_;
  std::map<QString, QTreeWidgetItem*> items_; ///< by series key
};

} // namespace spondyl::viewer
