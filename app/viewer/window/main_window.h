#pragma once

#include "../core/workspace.h"
#include "../views/view_grid.h"

#include <QMainWindow>

class QDockWidget;
class QLabel;
class QProgressBar;
class QPushButton;
class QToolBar;

namespace spondyl::viewer {

class Commands;
class Dialogs;
class Menus;

/// Puts the parts together: browser, views, table, menus, and the line that is always there.
class MainWindow : public QMainWindow {
  Q_OBJECT
public:
  explicit MainWindow(Workspace& workspace);
  ~MainWindow() override;

  [[nodiscard]] ViewGrid& grid() { return *grid_; }
  [[nodiscard]] Commands& commands() { return *commands_; }

protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

private:
  void make_panels();
  void make_tool_bar();
  void make_layout_bar();
  void make_status_bar();
  void show_progress(double fraction, const QString& stage);
  void update_progress();
  void mark_layout(view_model::LayoutName name);
  void say_title();
  void show_follow_up();

  Workspace& workspace_;
  ViewGrid* grid_;
  Dialogs* dialogs_;
  Commands* commands_;
  Menus* menus_;
  QProgressBar* progress_;
  QPushButton* cancel_;
  QDockWidget* follow_up_ = nullptr;
  bool follow_up_offered_ = false;
};

} // namespace spondyl::viewer
