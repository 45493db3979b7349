#include "menus.h"

#include "commands.h"

#include <QMenu>
#include <QMenuBar>

namespace spondyl::viewer {

using view_model::Action;

Menus::Menus(Workspace& workspace, Commands& commands, QMenuBar& bar, std::function<void()> about)
    : QObject(&bar), workspace_(workspace), commands_(commands) {
  make_file_menu(bar);
  make_view_menu(bar);
  make_go_menu(bar);
  make_layout_menu(bar);
  make_review_menu(bar);
  make_report_menu(bar);
  make_tools_menu(bar);
  QMenu* help = bar.addMenu(tr("&Help"));
  add(*help, {Action::show_keys, Action::edit_keys});
  help->addAction(tr("About Spondyl"), this, std::move(about));
}

void Menus::add(QMenu& menu, std::initializer_list<Action> actions) {
  if (!menu.isEmpty())
    menu.addSeparator();
  for (const Action action : actions)
    menu.addAction(commands_.action(action));
}

void Menus::make_file_menu(QMenuBar& bar) {
  QMenu* file = bar.addMenu(tr("&File"));
  add(*file, {Action::open, Action::open_files});
  QMenu* recent = file->addMenu(tr("Recent"));
  recent->setObjectName("recent");
  connect(recent, &QMenu::aboutToShow, this, [this, recent] { fill_recent(*recent); });
  add(*file, {Action::save, Action::save_as});
  add(*file, {Action::quit});
}

void Menus::make_view_menu(QMenuBar& bar) {
  QMenu* view = bar.addMenu(tr("&View"));
  add(*view, {Action::reset_view, Action::zoom_in, Action::zoom_out, Action::zoom_fit, Action::zoom_tool,
              Action::maximise_view});
  add(*view, {Action::invert, Action::flip_horizontal, Action::flip_vertical, Action::rotate_right, Action::rotate_left,
              Action::cine, Action::slab_mode, Action::magnifier, Action::toggle_snapping});
  add(*view, {Action::toggle_overlay, Action::toggle_crosshair, Action::toggle_stored, Action::toggle_other_study});
  QMenu* stored = view->addMenu(tr("Beside the images"));
  stored->setObjectName("stored");
  connect(stored, &QMenu::aboutToShow, this, [this, stored] { fill_stored(*stored); });
  add(*view, {Action::preset_1, Action::preset_2, Action::preset_3, Action::preset_4, Action::preset_5});
  add(*view, {Action::scene_front, Action::scene_left, Action::scene_parts});
}

void Menus::make_go_menu(QMenuBar& bar) {
  QMenu* go = bar.addMenu(tr("&Go"));
  add(*go, {Action::next_slice, Action::previous_slice, Action::first_slice, Action::last_slice});
  add(*go, {Action::next_viewport, Action::previous_viewport, Action::next_series, Action::previous_series});
  add(*go, {Action::pointer_left, Action::pointer_right, Action::pointer_up, Action::pointer_down,
            Action::pointer_click, Action::pointer_grab});
  add(*go, {Action::cancel});
}

void Menus::make_layout_menu(QMenuBar& bar) {
  QMenu* layout = bar.addMenu(tr("&Layout"));
  add(*layout, {Action::layout_radiograph, Action::layout_ct, Action::layout_mr, Action::layout_prior,
                Action::layout_straightened, Action::layout_two_series});
  add(*layout, {Action::next_beside, Action::previous_beside});
  QMenu* beside = layout->addMenu(tr("Show beside"));
  beside->setObjectName("beside");
  connect(beside, &QMenu::aboutToShow, this, [this, beside] { fill_beside(*beside); });
}

void Menus::make_review_menu(QMenuBar& bar) {
  QMenu* review = bar.addMenu(tr("&Review"));
  add(*review, {Action::measure, Action::add_vertebra, Action::manual_points});
  add(*review, {Action::next_vertebra, Action::previous_vertebra, Action::accept, Action::accept_all,
                Action::not_assessable, Action::delete_selected});
  add(*review, {Action::show_follow_up, Action::measure_prior});
  add(*review, {Action::relabel, Action::shift_up, Action::shift_down});
  add(*review, {Action::undo, Action::redo, Action::show_audit});
  add(*review, {Action::open_report, Action::sign});
}

void Menus::make_report_menu(QMenuBar& bar) {
  add(*bar.addMenu(tr("Re&port")), {Action::export_reports, Action::send_to_archive});
}

void Menus::make_tools_menu(QMenuBar& bar) {
  add(*bar.addMenu(tr("&Tools")), {Action::tool_length, Action::tool_angle, Action::tool_cobb, Action::tool_ellipse,
                                   Action::tool_rectangle, Action::tool_annotation, Action::calibrate_film});
}

void Menus::fill_recent(QMenu& menu) {
  menu.clear();
  for (const auto& path : workspace_.recent().paths())
    menu.addAction(QString::fromStdString(path.string()), this, [this, path] { workspace_.open({path}); });
  if (menu.isEmpty())
    menu.addAction(tr("Nothing opened yet"))->setEnabled(false);
}

void Menus::fill_beside(QMenu& menu) {
  menu.clear();
  const OpenedImagePtr image = workspace_.image();
  if (image)
    for (const view_model::SeriesItem* item : workspace_.browser().companions_of(image->item.key)) {
      QAction* entry = menu.addAction(QString::fromStdString(item->title), this, [this, key = item->key] {
        commands_.action(Action::layout_two_series)->trigger();
        workspace_.show_beside(key);
      });
      entry->setCheckable(true);
      entry->setChecked(workspace_.beside() && workspace_.beside()->item.key == item->key);
    }
  if (menu.isEmpty())
    menu.addAction(tr("No other volume belongs to this study"))->setEnabled(false);
}

void Menus::fill_stored(QMenu& menu) {
  menu.clear();
  StoredOverlays& stored = workspace_.stored();
  if (const OpenedImagePtr image = workspace_.image())
    for (const view_model::StoredResult& result : stored.of(image->item.key)) {
      QAction* entry = menu.addAction(QString::fromStdString(result.title + ", " + result.file.filename().string()));
      entry->setCheckable(true);
      entry->setEnabled(!result.findings); // ours are opened as a document: Review > Open a stored report
      entry->setChecked(stored.shown(result));
      connect(entry, &QAction::toggled, &stored, [&stored, file = result.file](bool on) { stored.show(file, on); });
    }
  if (menu.isEmpty())
    menu.addAction(stored.looking() ? tr("Looking ...") : tr("Nothing lies beside these images"))->setEnabled(false);
}

void Menus::show_context_menu(QWidget& parent, const QPoint& at) {
  QMenu menu(&parent);
  add(menu, {Action::accept, Action::not_assessable, Action::relabel, Action::shift_up, Action::shift_down,
             Action::delete_selected});
  add(menu, {Action::add_vertebra, Action::manual_points, Action::tool_length, Action::tool_angle, Action::tool_cobb,
             Action::tool_ellipse, Action::tool_rectangle, Action::tool_annotation});
  add(menu, {Action::reset_view, Action::invert, Action::flip_horizontal, Action::rotate_right, Action::slab_mode,
             Action::cine, Action::toggle_overlay});
  menu.exec(at);
}

} // namespace spondyl::viewer
