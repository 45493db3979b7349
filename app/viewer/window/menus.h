#pragma once

#include "../core/workspace.h"

class QMenu;
class QMenuBar;

namespace spondyl::viewer {

class Commands;

/// All menus of the window. Every command is in one of them.
class Menus : public QObject {
  Q_OBJECT
public:
  Menus(Workspace& workspace, Commands& commands, QMenuBar& bar, std::function<void()> about);

  /// What can be done at a place of a picture.
  void show_context_menu(QWidget& parent, const QPoint& at);

private:
  void add(QMenu& menu, std::initializer_list<view_model::Action> actions);
  void make_file_menu(QMenuBar& bar);
  void make_view_menu(QMenuBar& bar);
  void make_go_menu(QMenuBar& bar);
  void make_layout_menu(QMenuBar& bar);
  void make_review_menu(QMenuBar& bar);
  void make_report_menu(QMenuBar& bar);
  void make_tools_menu(QMenuBar& bar);
  void fill_recent(QMenu& menu);
  void fill_beside(QMenu& menu);
  void fill_stored(QMenu& menu);

  Workspace& workspace_;
  Commands& commands_;
};

} // namespace spondyl::viewer
