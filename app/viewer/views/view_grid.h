#pragma once

#include "../core/workspace.h"
#include "picture_view.h"
#include "scene_view.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>
#include <map>

class QGridLayout;

namespace spondyl::viewer {

class SliceView;

/// The views and the table of a window in one of the layouts. One view has the keyboard; a double click lets it fill
/// the grid.
class ViewGrid : public QWidget {
  Q_OBJECT
public:
  ViewGrid(Workspace& workspace, QWidget* table, QWidget* timeline, QWidget* parent = nullptr); ///< takes both over

  void show_layout(view_model::LayoutName name);
  [[nodiscard]] view_model::LayoutName layout_name() const { return layout_; }
  void toggle_maximised();
  void toggle_maximised(PictureView* view);
  void next_view(int step);
  [[nodiscard]] PictureView* active_view() const { return active_; } ///< may be null
  [[nodiscard]] SceneView& scene_view() { return *scene_; }
  [[nodiscard]] PictureView* view(view_model::ViewContent content) const; ///< null for 3-D, table and timeline
  [[nodiscard]] const std::map<view_model::ViewContent, PictureView*>& views() const { return views_; }
  void toggle_cine();
  void next_slab();
  void reset_view(); ///< of the active view, and of those that follow it

signals:
  void context_menu_wanted(spondyl::viewer::PictureView* view, const QPoint& at);
  void layout_changed(spondyl::view_model::LayoutName name);

private:
  void take_image();
  void arrange();
  void let_time_pass();
  void show_vertebra(view_model::VertebraKey vertebra);
  void place(const view_model::LayoutCell& cell);
  [[nodiscard]] QWidget* widget_of(view_model::ViewContent content) const;
  [[nodiscard]] std::vector<PictureView*> shown_views() const;
  void add(view_model::ViewContent content, PictureView* view);

  Workspace& workspace_;
  QGridLayout* grid_;
  SceneView* scene_;
  QWidget *table_, *timeline_;
  std::map<view_model::ViewContent, PictureView*> views_;
  view_model::LayoutName layout_ = view_model::LayoutName::ct;
  std::string laid_out_for_; ///< series key
  PictureView* active_ = nullptr;
  PictureView* maximised_ = nullptr;
  QTimer cine_timer_;
  QElapsedTimer cine_clock_;
};

} // namespace spondyl::viewer
