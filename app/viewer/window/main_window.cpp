#include "main_window.h"

#include "../panels/findings_panel.h"
#include "../panels/study_panel.h"
#include "commands.h"
#include "dialogs.h"

#include <QActionGroup>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QLabel>
#include <QMenuBar>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>

namespace spondyl::viewer {

using view_model::Action;

namespace {

/// What the tool bar has room for.
QString short_title(view_model::LayoutName name) {
  switch (name) {
  case view_model::LayoutName::radiograph:
    return MainWindow::tr("X-ray");
  case view_model::LayoutName::ct:
    return MainWindow::tr("CT");
  case view_model::LayoutName::mr:
    return MainWindow::tr("MR");
  case view_model::LayoutName::current_prior:
    return MainWindow::tr("Prior");
  case view_model::LayoutName::straightened_table:
    return MainWindow::tr("Straightened");
  }
  return {};
}

void name_buttons(const QToolBar& bar) {
  for (QAction* action : bar.actions())
    if (QWidget* button = bar.widgetForAction(action))
      button->setAccessibleName(action->text());
}

} // namespace

MainWindow::MainWindow(Workspace& workspace)
    : workspace_(workspace), grid_(new ViewGrid(workspace, new FindingsPanel(workspace), this)),
      dialogs_(new Dialogs(workspace, *this)), commands_(new Commands(workspace, *grid_, *dialogs_, *this)),
      layouts_(new QActionGroup(this)), progress_(new QProgressBar(this)),
      cancel_(new QPushButton(tr("Cancel"), this)) {
  setWindowTitle("Spondyl");
  setAccessibleName("Spondyl");
  setAcceptDrops(true);
  setCentralWidget(grid_);
  resize(1600, 1000);
  make_panels();
  make_menus();
  make_tool_bar();
  make_layout_bar();
  make_status_bar();
  connect(grid_, &ViewGrid::context_menu_wanted, this, &MainWindow::show_context_menu);
  connect(grid_, &ViewGrid::layout_changed, this, &MainWindow::mark_layout);
  connect(&workspace, &Workspace::image_changed, this, &MainWindow::say_title);
  mark_layout(grid_->layout_name());
}

MainWindow::~MainWindow() {
  // The views refer to the workspace, which outlives the window; the 3-D view must go before its context does.
  delete takeCentralWidget();
}

void MainWindow::make_panels() {
  auto* studies = new QDockWidget(tr("Studies"), this);
  studies->setObjectName("studies");
  studies->setWidget(new StudyPanel(workspace_, studies));
  addDockWidget(Qt::LeftDockWidgetArea, studies);
  resizeDocks({studies}, {330}, Qt::Horizontal);
}

void MainWindow::make_menus() {
  const auto add = [this](QMenu* menu, std::initializer_list<Action> actions) {
    for (const Action action : actions)
      menu->addAction(commands_->action(action));
  };
  QMenu* file = menuBar()->addMenu(tr("&File"));
  add(file, {Action::open});
  file->addAction(tr("Open files or DICOMDIR ..."), dialogs_, &Dialogs::open_files);
  QMenu* recent = file->addMenu(tr("Recent"));
  connect(recent, &QMenu::aboutToShow, this, [this, recent] { fill_recent(*recent); });
  file->addSeparator();
  add(file, {Action::save, Action::save_as});
  file->addSeparator();
  add(file, {Action::quit});

  QMenu* view = menuBar()->addMenu(tr("&View"));
  add(view, {Action::reset_view, Action::zoom_in, Action::zoom_out, Action::zoom_fit, Action::zoom_tool,
             Action::maximise_view});
  view->addSeparator();
  add(view, {Action::invert, Action::flip_horizontal, Action::flip_vertical, Action::rotate_right, Action::rotate_left,
             Action::cine, Action::slab_mode, Action::magnifier, Action::toggle_overlay, Action::toggle_crosshair});
  view->addSeparator();
  add(view, {Action::preset_1, Action::preset_2, Action::preset_3, Action::preset_4, Action::preset_5});
  make_scene_menu(*view->addMenu(tr("3-D")));

  QMenu* layout = menuBar()->addMenu(tr("&Layout"));
  for (const view_model::Layout& entry : view_model::layouts()) {
    QAction* action = layout->addAction(QString::fromStdString(entry.title));
    action->setIconText(short_title(entry.name));
    action->setToolTip(QString::fromStdString(entry.title));
    action->setCheckable(true);
    action->setData(static_cast<int>(entry.name));
    layouts_->addAction(action);
    connect(action, &QAction::triggered, this, [this, name = entry.name] { grid_->show_layout(name); });
  }

  QMenu* review = menuBar()->addMenu(tr("&Review"));
  add(review, {Action::measure, Action::add_vertebra, Action::manual_points});
  review->addSeparator();
  add(review, {Action::next_vertebra, Action::previous_vertebra, Action::accept, Action::accept_all,
               Action::not_assessable, Action::delete_selected});
  review->addSeparator();
  add(review, {Action::relabel, Action::shift_up, Action::shift_down});
  review->addSeparator();
  add(review, {Action::undo, Action::redo});
  review->addAction(tr("Open a stored report ..."), dialogs_, &Dialogs::open_report);
  review->addAction(tr("Sign ..."), dialogs_, &Dialogs::sign);
  review->addAction(tr("What was changed ..."), dialogs_, &Dialogs::show_audit);

  QMenu* tools = menuBar()->addMenu(tr("&Tools"));
  add(tools, {Action::tool_length, Action::tool_angle, Action::tool_cobb, Action::tool_ellipse, Action::tool_rectangle,
              Action::tool_annotation});

  QMenu* help = menuBar()->addMenu(tr("&Help"));
  add(help, {Action::show_keys});
  help->addAction(tr("Change keys ..."), dialogs_, &Dialogs::edit_keys);
  help->addAction(tr("About Spondyl"), dialogs_, &Dialogs::about);
}

void MainWindow::make_scene_menu(QMenu& menu) {
  SceneView* scene = &grid_->scene_view();
  menu.addAction(tr("From the front"), scene, &SceneView::look_from_front);
  menu.addAction(tr("From the left"), scene, &SceneView::look_from_left);
  menu.addSeparator();
  menu.addAction(tr("Bodies and volume"), scene, [scene] { scene->show_parts(true, true); });
  menu.addAction(tr("Bodies only"), scene, [scene] { scene->show_parts(true, false); });
  menu.addAction(tr("Volume only"), scene, [scene] { scene->show_parts(false, true); });
}

void MainWindow::make_tool_bar() {
  QToolBar* bar = addToolBar(tr("Tools"));
  bar->setObjectName("tools");
  bar->setAccessibleName(tr("Tool bar"));
  bar->setMovable(false);
  bar->setToolButtonStyle(Qt::ToolButtonTextOnly);
  bar->addAction(commands_->action(Action::open));
  bar->addSeparator();
  bar->addAction(commands_->action(Action::measure));
  bar->widgetForAction(commands_->action(Action::measure))->setObjectName("primary");
  for (const Action action : {Action::add_vertebra, Action::manual_points, Action::accept, Action::not_assessable,
                              Action::relabel, Action::shift_up, Action::shift_down, Action::undo, Action::redo})
    bar->addAction(commands_->action(action));
  bar->addSeparator();
  for (const Action action : {Action::tool_length, Action::tool_angle, Action::tool_cobb, Action::tool_ellipse,
                              Action::magnifier, Action::slab_mode})
    bar->addAction(commands_->action(action));
  name_buttons(*bar);
}

/// In the row of the menus, where there is room at every width.
void MainWindow::make_layout_bar() {
  auto* bar = new QToolBar(tr("Layouts"), this);
  bar->setObjectName("layouts");
  bar->setAccessibleName(tr("Layouts"));
  bar->setToolButtonStyle(Qt::ToolButtonTextOnly);
  for (QAction* layout : layouts_->actions())
    bar->addAction(layout);
  name_buttons(*bar);
  menuBar()->setCornerWidget(bar, Qt::TopRightCorner);
}

void MainWindow::make_status_bar() {
  auto* notice = new QLabel(tr("Research use only - not for diagnosis"), this);
  notice->setObjectName("research_use_only");
  notice->setAccessibleName(notice->text());
  progress_->setAccessibleName(tr("Progress"));
  progress_->setFixedWidth(320);
  progress_->setRange(0, 1000);
  cancel_->setAccessibleName(tr("Cancel"));
  statusBar()->addPermanentWidget(progress_);
  statusBar()->addPermanentWidget(cancel_);
  statusBar()->addPermanentWidget(notice);
  progress_->hide();
  cancel_->hide();
  connect(cancel_, &QPushButton::clicked, commands_->action(Action::cancel), &QAction::trigger);
  connect(&workspace_.loader(), &StudyLoader::progress, this, &MainWindow::show_progress);
  connect(&workspace_.review(), &ReviewController::progress, this, &MainWindow::show_progress);
  connect(&workspace_.loader(), &StudyLoader::idle, this, &MainWindow::update_progress);
  connect(&workspace_.review(), &ReviewController::busy_changed, this, &MainWindow::update_progress);
  connect(&workspace_, &Workspace::message, this,
          [this](const QString& text) { statusBar()->showMessage(text, 8000); });
  connect(&workspace_, &Workspace::failed, this, [this](const QString& text) { statusBar()->showMessage(text); });
  connect(&workspace_.review(), &ReviewController::saved, this,
          [this](const QString& file) { statusBar()->showMessage(tr("Saved as %1").arg(file), 8000); });
}

void MainWindow::show_progress(double fraction, const QString& stage) {
  progress_->setFormat(stage + "  %p %");
  progress_->setValue(static_cast<int>(fraction * 1000));
  progress_->show();
  cancel_->show();
  update_progress();
}

void MainWindow::update_progress() {
  const bool busy = workspace_.loader().busy() || workspace_.review().measuring();
  progress_->setVisible(busy);
  cancel_->setVisible(busy);
}

void MainWindow::fill_recent(QMenu& menu) {
  menu.clear();
  for (const auto& path : workspace_.recent().paths())
    menu.addAction(QString::fromStdString(path.string()), this, [this, path] { workspace_.open({path}); });
  if (menu.isEmpty())
    menu.addAction(tr("Nothing opened yet"))->setEnabled(false);
}

void MainWindow::mark_layout(view_model::LayoutName name) {
  for (QAction* action : layouts_->actions())
    action->setChecked(action->data().toInt() == static_cast<int>(name));
}

void MainWindow::say_title() {
  const OpenedImagePtr image = workspace_.image();
  setWindowTitle(image ? tr("Spondyl - %1").arg(QString::fromStdString(image->item.title)) : QString("Spondyl"));
  for (const std::string& warning : image ? image->warnings : std::vector<std::string>{})
    statusBar()->showMessage(QString::fromStdString(warning));
}

void MainWindow::show_context_menu(PictureView*, const QPoint& at) {
  QMenu menu(this);
  for (const Action action : {Action::accept, Action::not_assessable, Action::relabel, Action::shift_up,
                              Action::shift_down, Action::delete_selected})
    menu.addAction(commands_->action(action));
  menu.addSeparator();
  for (const Action action : {Action::add_vertebra, Action::manual_points, Action::tool_length, Action::tool_angle,
                              Action::tool_cobb, Action::tool_ellipse, Action::tool_rectangle, Action::tool_annotation})
    menu.addAction(commands_->action(action));
  menu.addSeparator();
  for (const Action action : {Action::reset_view, Action::invert, Action::flip_horizontal, Action::rotate_right,
                              Action::slab_mode, Action::cine, Action::toggle_overlay})
    menu.addAction(commands_->action(action));
  menu.exec(at);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls())
    event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  std::vector<std::filesystem::path> paths;
  for (const QUrl& url : event->mimeData()->urls())
    if (url.isLocalFile())
      paths.emplace_back(url.toLocalFile().toStdString());
  if (!paths.empty())
    workspace_.open(paths);
}

} // namespace spondyl::viewer
