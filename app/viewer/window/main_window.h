#pragma once

#include "../core/workspace.h"
#include "../views/view_grid.h"

#include <QMainWindow>

class QActionGroup;
class QLabel;
class QMenu;
class QProgressBar;
class QPushButton;
class QToolBar;

namespace spondyl::viewer {

class Commands;
class Dialogs;

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
  void make_menus();
  void make_scene_menu(QMenu& menu);
  void make_tool_bar();
  void make_layout_bar();
  void make_status_bar();
  void fill_recent(QMenu& menu);
  void show_context_menu(PictureView* view, const QPoint& at);
  void show_progress(double fraction, const QString& stage);
  void update_progress();
  void mark_layout(view_model::LayoutName name);
  void say_title();

  Workspace& workspace_;
  ViewGrid* grid_;
  Dialogs* dialogs_;
  Commands* commands_;
  QActionGroup* layouts_;
  QProgressBar* progress_;
  QPushButton* cancel_;
};

} // namespace spondyl::viewer
