#include "main_window.h"

#include "../panels/findings_panel.h"
#include "../panels/follow_up_panel.h"
#include "../panels/study_panel.h"
#include "../panels/timeline_panel.h"
#include "commands.h"
#include "dialogs.h"
#include "menus.h"

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

void name_buttons(const QToolBar& bar) {
  for (QAction* action : bar.actions())
    if (QWidget* button = bar.widgetForAction(action))
      button->setAccessibleName(action->text());
}

} // namespace

MainWindow::MainWindow(Workspace& workspace)
    : workspace_(workspace),
      grid_(new ViewGrid(workspace, new FindingsPanel(workspace), new TimelinePanel(workspace), this)),
      dialogs_(new Dialogs(workspace, *this)), commands_(new Commands(workspace, *grid_, *dialogs_, *this)),
      menus_(new Menus(workspace, *commands_, *menuBar(), [this] { dialogs_->about(); })),
      progress_(new QProgressBar(this)), cancel_(new QPushButton(tr("Cancel"), this)) {
  setWindowTitle("Spondyl");
  setAccessibleName("Spondyl");
  setAcceptDrops(true);
  setCentralWidget(grid_);
  resize(1600, 1000);
  make_panels();
  make_tool_bar();
  make_layout_bar();
  make_status_bar();
  connect(grid_, &ViewGrid::context_menu_wanted, this,
          [this](PictureView*, const QPoint& at) { menus_->show_context_menu(*this, at); });
  connect(commands_, &Commands::follow_up_wanted, this, &MainWindow::show_follow_up);
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
  auto* panel = new StudyPanel(workspace_, studies);
  connect(panel, &StudyPanel::two_series_wanted, grid_,
          [this] { grid_->show_layout(view_model::LayoutName::two_series); });
  studies->setWidget(panel);
  addDockWidget(Qt::LeftDockWidgetArea, studies);
  follow_up_ = new QDockWidget(tr("Follow-up"), this);
  follow_up_->setObjectName("follow_up");
  follow_up_->setWidget(new FollowUpPanel(workspace_, follow_up_));
  addDockWidget(Qt::LeftDockWidgetArea, follow_up_);
  follow_up_->hide(); // until there is another study of the person
  connect(&workspace_.follow_up(), &FollowUpController::candidates_changed, this, [this, studies] {
    if (follow_up_offered_ || workspace_.follow_up().candidates().empty())
      return;
    follow_up_offered_ = true; // once: a reader who closed it does not want it
    follow_up_->show();
    resizeDocks({studies, follow_up_}, {5, 4}, Qt::Vertical);
  });
  resizeDocks({studies}, {330}, Qt::Horizontal);
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
  for (const view_model::Layout& layout : view_model::layouts())
    bar->addAction(commands_->layout_action(layout.name));
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
  connect(&workspace_.follow_up(), &FollowUpController::progress, this, &MainWindow::show_progress);
  connect(&workspace_.follow_up(), &FollowUpController::busy_changed, this, &MainWindow::update_progress);
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
  const bool can_cancel =
      workspace_.loader().busy() || workspace_.review().measuring() || workspace_.follow_up().measuring();
  progress_->setVisible(can_cancel || workspace_.review().signing());
  cancel_->setVisible(can_cancel); // signing is soon over, and done or not done
}

void MainWindow::show_follow_up() {
  follow_up_->setVisible(!follow_up_->isVisible());
  if (follow_up_->isVisible())
    follow_up_->widget()->setFocus();
}

void MainWindow::mark_layout(view_model::LayoutName name) {
  for (const view_model::Layout& layout : view_model::layouts())
    commands_->layout_action(layout.name)->setChecked(layout.name == name);
}

void MainWindow::say_title() {
  const OpenedImagePtr image = workspace_.image();
  setWindowTitle(image ? tr("Spondyl - %1").arg(QString::fromStdString(image->item.title)) : QString("Spondyl"));
  for (const std::string& warning : image ? image->warnings : std::vector<std::string>{})
    statusBar()->showMessage(QString::fromStdString(warning));
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
