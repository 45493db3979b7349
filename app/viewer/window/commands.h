#pragma once

#include "../core/workspace.h"
#include "../views/view_grid.h"

#include <QAction>
#include <QObject>
#include <functional>
#include <map>

namespace spondyl::viewer {

class Dialogs;

/// One QAction for everything the key map can bind. Each does one call; menus, tool bar and keys share them.
class Commands : public QObject {
  Q_OBJECT
public:
  /// The actions are added to `window`, so that their keys work in all of it.
  Commands(Workspace& workspace, ViewGrid& grid, Dialogs& dialogs, QWidget& window);

  [[nodiscard]] QAction* action(view_model::Action action) const { return actions_.at(action); }
  [[nodiscard]] QAction* layout_action(view_model::LayoutName name) const;

signals:
  void follow_up_wanted();

private:
  using Call = std::function<void()>;
  void add(view_model::Action action, Call call);
  void add_navigation();
  void add_picture();
  void add_review();
  void add_tools();
  void add_layouts();
  void add_pointer();
  void take_keys();
  void enable_what_can_be_done();
  void on_view(const std::function<void(PictureView&)>& call);
  void on_selected(const std::function<void(view_model::VertebraKey)>& call);
  void cancel();

  Workspace& workspace_;
  ViewGrid& grid_;
  Dialogs& dialogs_;
  QWidget& window_;
  std::map<view_model::Action, QAction*> actions_;
};

} // namespace spondyl::viewer
