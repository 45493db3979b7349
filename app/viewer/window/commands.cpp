#include "commands.h"

#include "../views/keyboard_pointer.h"
#include "dialogs.h"

#include <QApplication>

namespace spondyl::viewer {
namespace {

/// What the tool bar has room for; menus and tool tips have the whole title.
QString short_title(view_model::Action action) {
  using enum view_model::Action;
  switch (action) {
  case add_vertebra:
    return Commands::tr("Add");
  case manual_points:
    return Commands::tr("Six points");
  case accept:
    return Commands::tr("Accept");
  case not_assessable:
    return Commands::tr("Not assessable");
  case relabel:
    return Commands::tr("Relabel");
  case shift_up:
    return Commands::tr("Shift up");
  case shift_down:
    return Commands::tr("Shift down");
  case tool_cobb:
    return Commands::tr("Cobb");
  case tool_ellipse:
    return Commands::tr("ROI");
  case magnifier:
    return Commands::tr("Magnifier");
  case slab_mode:
    return Commands::tr("Slab");
  case layout_radiograph:
    return Commands::tr("X-ray");
  case layout_prior:
    return Commands::tr("Prior");
  case layout_straightened:
    return Commands::tr("Straightened");
  default:
    return {};
  }
}

} // namespace

using view_model::Action;
using view_model::VertebraKey;
using view_model::ViewTransform;

Commands::Commands(Workspace& workspace, ViewGrid& grid, Dialogs& dialogs, QWidget& window)
    : QObject(&window), workspace_(workspace), grid_(grid), dialogs_(dialogs), window_(window) {
  add_navigation();
  add_picture();
  add_review();
  add_tools();
  add_layouts();
  add_pointer();
  take_keys();
  connect(&workspace, &Workspace::keys_changed, this, &Commands::take_keys);
  connect(&workspace, &Workspace::selection_changed, this, &Commands::enable_what_can_be_done);
  connect(&workspace, &Workspace::look_changed, this, &Commands::enable_what_can_be_done);
  connect(&workspace, &Workspace::image_changed, this, &Commands::enable_what_can_be_done);
  connect(&workspace.review(), &ReviewController::changed, this, &Commands::enable_what_can_be_done);
  connect(&workspace.review(), &ReviewController::busy_changed, this, &Commands::enable_what_can_be_done);
  connect(&workspace.follow_up(), &FollowUpController::candidates_changed, this, &Commands::enable_what_can_be_done);
  connect(&workspace.follow_up(), &FollowUpController::busy_changed, this, &Commands::enable_what_can_be_done);
  enable_what_can_be_done();
}

void Commands::add(Action action, Call call) {
  const std::string_view title = view_model::action_title(action);
  auto* created = new QAction(QString::fromUtf8(title.data(), static_cast<qsizetype>(title.size())), this);
  if (const QString words = short_title(action); !words.isEmpty())
    created->setIconText(words);
  connect(created, &QAction::triggered, this, std::move(call));
  if (view_model::needs_view(action)) {
    created->setShortcutContext(Qt::WidgetShortcut);
    for (const auto& [content, view] : grid_.views())
      view->addAction(created);
  } else {
    window_.addAction(created);
  }
  actions_[action] = created;
}

void Commands::on_view(const std::function<void(PictureView&)>& call) {
  if (PictureView* view = grid_.active_view(); view && view->image())
    call(*view);
}

void Commands::on_selected(const std::function<void(VertebraKey)>& call) {
  if (workspace_.selected())
    call(*workspace_.selected());
}

void Commands::add_navigation() {
  add(Action::next_slice, [this] { on_view([](PictureView& view) { view.scroll(1); }); });
  add(Action::previous_slice, [this] { on_view([](PictureView& view) { view.scroll(-1); }); });
  add(Action::first_slice, [this] { on_view([](PictureView& view) { view.scroll_to_end(false); }); });
  add(Action::last_slice, [this] { on_view([](PictureView& view) { view.scroll_to_end(true); }); });
  add(Action::next_viewport, [this] { grid_.next_view(1); });
  add(Action::previous_viewport, [this] { grid_.next_view(-1); });
  add(Action::next_series, [this] { workspace_.show_neighbour(1); });
  add(Action::previous_series, [this] { workspace_.show_neighbour(-1); });
  add(Action::next_vertebra, [this] { workspace_.select_neighbour(1); });
  add(Action::previous_vertebra, [this] { workspace_.select_neighbour(-1); });
  add(Action::maximise_view, [this] { grid_.toggle_maximised(); });
  add(Action::open, [this] { dialogs_.open_folder(); });
  add(Action::open_files, [this] { dialogs_.open_files(); });
  add(Action::edit_keys, [this] { dialogs_.edit_keys(); });
  add(Action::show_keys, [this] { dialogs_.show_keys(); });
  add(Action::quit, [this] { window_.close(); });
  add(Action::cancel, [this] { cancel(); });
}

void Commands::add_picture() {
  const auto turn = [this](Action action, ViewTransform (*change)(const ViewTransform&)) {
    add(action,
        [this, change] { on_view([change](PictureView& view) { view.set_transform(change(view.transform())); }); });
  };
  turn(Action::flip_horizontal, [](const ViewTransform& t) { return t.flipped_left_right(); });
  turn(Action::flip_vertical, [](const ViewTransform& t) { return t.flipped_up_down(); });
  turn(Action::rotate_right, [](const ViewTransform& t) { return t.rotated(90); });
  turn(Action::rotate_left, [](const ViewTransform& t) { return t.rotated(-90); });
  constexpr double kKeyZoom = 1.2; // engineering choice
  add(Action::zoom_in, [this] { on_view([](PictureView& view) { view.zoom_by(kKeyZoom); }); });
  add(Action::zoom_out, [this] { on_view([](PictureView& view) { view.zoom_by(1 / kKeyZoom); }); });
  add(Action::zoom_fit, [this] { on_view([](PictureView& view) { view.reset_view(); }); });
  add(Action::zoom_tool, [this] { workspace_.set_mode(Mode::zoom); });
  add(Action::reset_view, [this] { grid_.reset_view(); });
  for (int number = 1; number <= 5; ++number)
    add(static_cast<Action>(static_cast<int>(Action::preset_1) + number - 1), [this, number] {
      on_view([this, number](PictureView& view) { workspace_.use_preset(view.image(), number); });
    });
  add(Action::invert, [this] {
    on_view([this](PictureView& view) { workspace_.set_window(view.image(), view.image()->window.inverted_copy()); });
  });
  add(Action::cine, [this] { grid_.toggle_cine(); });
  add(Action::slab_mode, [this] { grid_.next_slab(); });
  add(Action::toggle_overlay, [this] { workspace_.toggle_overlay(); });
  add(Action::toggle_crosshair, [this] { workspace_.toggle_crosshair(); });
  add(Action::magnifier, [this] { workspace_.toggle_magnifier(); });
  add(Action::toggle_snapping, [this] { workspace_.toggle_snapping(); });
  add(Action::toggle_other_study, [this] { workspace_.toggle_other_study(); });
  add(Action::toggle_stored, [this] { workspace_.stored().toggle_all(); });
}

QAction* Commands::layout_action(view_model::LayoutName name) const {
  return action(static_cast<Action>(static_cast<int>(Action::layout_radiograph) + static_cast<int>(name)));
}

void Commands::add_layouts() {
  for (const view_model::Layout& layout : view_model::layouts()) {
    add(static_cast<Action>(static_cast<int>(Action::layout_radiograph) + static_cast<int>(layout.name)),
        [this, name = layout.name] { grid_.show_layout(name); });
    layout_action(layout.name)->setCheckable(true);
  }
  add(Action::next_beside, [this] { workspace_.show_next_beside(1); });
  add(Action::previous_beside, [this] { workspace_.show_next_beside(-1); });
  SceneView& scene = grid_.scene_view();
  add(Action::scene_front, [&scene] { scene.look_from_front(); });
  add(Action::scene_left, [&scene] { scene.look_from_left(); });
  add(Action::scene_parts, [&scene] { scene.show_next_parts(); });
}

void Commands::add_pointer() {
  const auto step = [this](Action action, int right, int down) {
    add(action, [this, right, down] { on_view([=](PictureView& view) { view.pointer().step(right, down); }); });
  };
  step(Action::pointer_left, -1, 0);
  step(Action::pointer_right, 1, 0);
  step(Action::pointer_up, 0, -1);
  step(Action::pointer_down, 0, 1);
  add(Action::pointer_click, [this] { on_view([](PictureView& view) { view.pointer().click(); }); });
  add(Action::pointer_grab, [this] { on_view([](PictureView& view) { view.pointer().grab(); }); });
}

void Commands::add_review() {
  ReviewController& review = workspace_.review();
  add(Action::measure, [this] { workspace_.measure(); });
  add(Action::measure_prior, [this] { workspace_.follow_up().measure(); });
  add(Action::show_follow_up, [this] { emit follow_up_wanted(); });
  add(Action::undo, [&review] { review.undo(); });
  add(Action::redo, [&review] { review.redo(); });
  add(Action::save, [this] { dialogs_.save(); });
  add(Action::save_as, [this] { dialogs_.save_as(); });
  add(Action::export_reports, [this] { dialogs_.export_reports(); });
  add(Action::send_to_archive, [this] { dialogs_.send_to_archive(); });
  add(Action::accept, [this, &review] {
    on_selected([&review](VertebraKey key) { review.apply(view_model::AcceptVertebra{key, true}); });
  });
  add(Action::accept_all, [&review] { review.apply(view_model::AcceptAll{}); });
  add(Action::not_assessable, [this] { on_selected([this](VertebraKey key) { dialogs_.mark_not_assessable(key); }); });
  add(Action::relabel, [this] { on_selected([this](VertebraKey key) { dialogs_.relabel(key); }); });
  add(Action::shift_up, [&review] { review.apply(view_model::ShiftLevels{-1}); });
  add(Action::shift_down, [&review] { review.apply(view_model::ShiftLevels{1}); });
  add(Action::delete_selected, [this] { workspace_.delete_selected(); });
  add(Action::open_report, [this] { dialogs_.open_report(); });
  add(Action::sign, [this] { dialogs_.sign(); });
  add(Action::show_audit, [this] { dialogs_.show_audit(); });
  add(Action::add_vertebra, [this] { workspace_.set_mode(Mode::add_vertebra); });
  add(Action::manual_points, [this] { workspace_.set_mode(Mode::manual_points); });
}

void Commands::add_tools() {
  const auto tool = [this](Action action, Mode mode) { add(action, [this, mode] { workspace_.set_mode(mode); }); };
  tool(Action::tool_length, Mode::length);
  tool(Action::tool_angle, Mode::angle);
  tool(Action::tool_cobb, Mode::cobb);
  tool(Action::tool_ellipse, Mode::ellipse);
  tool(Action::tool_rectangle, Mode::rectangle);
  tool(Action::tool_annotation, Mode::annotation);
  add(Action::calibrate_film, [this] { dialogs_.calibrate_film(); });
}

void Commands::cancel() {
  if (workspace_.dragging())
    workspace_.cancel_drag();
  else if (workspace_.mode() != Mode::navigate)
    workspace_.set_mode(Mode::navigate);
  else if (workspace_.review().measuring())
    workspace_.review().cancel();
  else if (workspace_.follow_up().measuring())
    workspace_.follow_up().cancel();
  else if (workspace_.loader().busy())
    workspace_.loader().cancel();
  else
    workspace_.select(std::nullopt);
}

void Commands::take_keys() {
  for (const auto& [action, created] : actions_) {
    QList<QKeySequence> sequences;
    for (const std::string& binding : workspace_.keys().bindings(action))
      sequences << QKeySequence(QString::fromStdString(binding));
    created->setShortcuts(sequences);
    const QString keys = created->shortcut().toString(QKeySequence::NativeText);
    created->setToolTip(keys.isEmpty() ? created->text() : created->text() + " (" + keys + ")");
  }
}

void Commands::enable_what_can_be_done() {
  const OpenedImagePtr image = workspace_.image();
  const ReviewController& review = workspace_.review();
  const view_model::ReviewDocument* document = review.document();
  const bool any = document && !document->state().vertebrae.empty();
  const bool one = any && workspace_.selected().has_value();
  const auto enable = [this](std::initializer_list<Action> actions, bool enabled) {
    for (const Action action : actions)
      actions_.at(action)->setEnabled(enabled);
  };
  enable({Action::measure}, image && image->complete && image->item.measurable && !review.measuring());
  enable({Action::add_vertebra}, document && !review.measuring());
  enable({Action::manual_points, Action::tool_length, Action::tool_angle, Action::tool_cobb, Action::tool_ellipse,
          Action::tool_rectangle, Action::tool_annotation, Action::save, Action::save_as},
         document != nullptr);
  enable({Action::accept, Action::not_assessable, Action::relabel}, one);
  enable({Action::delete_selected}, one || workspace_.selected_tool() || !workspace_.placed_points().empty());
  enable({Action::calibrate_film}, document != nullptr && image && image->film && !review.measuring());
  enable({Action::sign, Action::open_report, Action::show_audit}, document != nullptr);
  enable({Action::accept_all, Action::shift_up, Action::shift_down, Action::next_vertebra, Action::previous_vertebra},
         any);
  const auto* prior = workspace_.follow_up().chosen_candidate();
  enable({Action::measure_prior}, prior && prior->images && !prior->findings && !workspace_.follow_up().measuring());
  enable({Action::export_reports}, any && !review.measuring());
  enable({Action::undo}, document && document->can_undo());
  enable({Action::redo}, document && document->can_redo());
}

} // namespace spondyl::viewer
