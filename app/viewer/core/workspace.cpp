#include "workspace.h"

#include <algorithm>
#include <spondyl/view_model/findings_table.h>
#include <spondyl/view_model/tools.h>
#include <utility>

namespace spondyl::viewer {

using view_model::ToolKind;

std::optional<ToolKind> tool_of(Mode mode) {
  switch (mode) {
  case Mode::length:
    return ToolKind::length;
  case Mode::angle:
    return ToolKind::angle;
  case Mode::cobb:
    return ToolKind::cobb;
  case Mode::ellipse:
    return ToolKind::ellipse;
  case Mode::rectangle:
    return ToolKind::rectangle;
  case Mode::annotation:
    return ToolKind::annotation;
  default:
    return std::nullopt;
  }
}

QString mode_hint(Mode mode, int points_placed) {
  static const char* const landmarks[6] = {"anterior superior corner",     "anterior inferior corner",
                                           "middle of the upper endplate", "middle of the lower endplate",
                                           "posterior superior corner",    "posterior inferior corner"};
  switch (mode) {
  case Mode::navigate:
    return {};
  case Mode::zoom:
    return Workspace::tr("Drag up or down to zoom. Esc ends.");
  case Mode::add_vertebra:
    return Workspace::tr("Click into the middle of the vertebral body to measure. Esc ends.");
  case Mode::manual_points:
    return Workspace::tr("Point %1 of 6: click the %2. Esc ends.")
        .arg(points_placed + 1)
        .arg(landmarks[std::min(points_placed, 5)]);
  default:
    break;
  }
  const auto tool = tool_of(mode);
  return Workspace::tr("%1: click point %2 of %3. Esc ends.")
      .arg(QString::fromUtf8(to_string(*tool).data()))
      .arg(points_placed + 1)
      .arg(points_of(*tool));
}

StoragePlaces StoragePlaces::of_user() {
  return {view_model::sessions_folder(), view_model::RecentStudies::default_file(), view_model::KeyMap::default_file(),
          view_model::default_audit_log(), view_model::default_store()};
}

Workspace::Workspace(StoragePlaces places, QObject* parent)
    : QObject(parent), review_(places.sessions), follow_up_(review_, places.sessions, places.follow_up),
      recent_(places.recent), keys_file_(places.keys) {
  review_.set_audit_log(places.audit_log);
  if (auto stored = view_model::KeyMap::load(keys_file_))
    keys_ = std::move(*stored);
  connect(&loader_, &StudyLoader::scanned, this, &Workspace::take_browser);
  connect(&loader_, &StudyLoader::image_ready, this, &Workspace::take_image);
  connect(&loader_, &StudyLoader::failed, this, &Workspace::failed);
  connect(&follow_up_, &FollowUpController::image_changed, this, &Workspace::prior_changed);
  connect(&follow_up_, &FollowUpController::comparison_changed, this, &Workspace::join_studies);
  connect(&follow_up_, &FollowUpController::message, this, &Workspace::message);
  connect(&follow_up_, &FollowUpController::failed, this, &Workspace::failed);
  connect(&beside_loader_, &StudyLoader::image_ready, this, &Workspace::take_beside);
  connect(&beside_loader_, &StudyLoader::failed, this, &Workspace::failed);
  connect(&stored_, &StoredOverlays::found, this, [this](int results) {
    if (results > 0)
      emit message(tr("%n result(s) of other systems or earlier sessions lie beside these images.", nullptr, results));
  });
  connect(&review_, &ReviewController::failed, this, &Workspace::failed);
  connect(&review_, &ReviewController::message, this, &Workspace::message);
}

void Workspace::open(const std::vector<std::filesystem::path>& paths) {
  pending_recent_ = opened_ = paths;
  wanted_uid_.clear();
  loader_.scan(paths);
}

void Workspace::take_browser(const view_model::StudyBrowser& browser) {
  browser_ = browser;
  stored_.take_files(view_model::files_without_images(browser_));
  for (const auto& path : pending_recent_)
    if (!browser_.studies().empty())
      if (const auto added = recent_.add(path); !added)
        emit message(QString::fromStdString(added.error().text()));
  emit browser_changed();
  emit message(QString::fromStdString(browser_.summary()));
  if (browser_.studies().empty())
    emit failed(tr("No images were found there."));
  const auto* first = wanted_uid_.empty() ? nullptr : browser_.find_by_uid(wanted_uid_);
  if (!first)
    first = browser_.initial_series();
  if (first)
    show_series(first->key);
}

void Workspace::show_study(const std::string& series_uid) {
  if (const auto* item = browser_.find_by_uid(series_uid)) {
    show_series(item->key);
    return;
  }
  const std::filesystem::path folder = follow_up_.folder_of(series_uid);
  std::error_code ignored;
  if (folder.empty() || !std::filesystem::exists(folder, ignored)) {
    emit failed(tr("The images of that study are no longer where they were measured. Open their folder."));
    return;
  }
  if (std::ranges::find(opened_, folder) == opened_.end())
    opened_.push_back(folder); // beside what is open, so that the way back is one click
  wanted_uid_ = series_uid;
  loader_.scan(opened_);
}

void Workspace::show_prior(bool shown) {
  prior_shown_ = shown;
  emit look_changed();
}

/// The prior's views follow around one vertebra: the chosen one, else the one that was, else the nearest.
void Workspace::join_studies() {
  if (dragging())
    return; // the prior must not tremble with the corner that is dragged
  const view_model::FollowUp& compared = follow_up_.follow_up();
  const OpenedImagePtr prior_image = prior();
  std::optional<view_model::VertebraKey> at = selected_ ? selected_ : joined_at_;
  if (image_ && prior_image && (!at || !compared.link_at(*at))) {
    at.reset();
    for (const view_model::ViewId id : linked_.views())
      if (const auto& view = linked_.view(id); !at && view.series_key == image_->item.key)
        at = compared.nearest(view.plane.to_patient(view.transform.centre));
  }
  const auto link = image_ && prior_image && at ? compared.link_at(*at) : std::nullopt;
  joined_at_ = link ? at : std::nullopt;
  moved(linked_.link_studies(link ? std::optional(view_model::StudyLink{image_->item.key, prior_image->item.key, *link})
                                  : std::nullopt));
}

void Workspace::show_series(const std::string& key) {
  const auto* item = browser_.find(key);
  if (!item)
    return;
  if (!item->viewable) {
    emit failed(QString::fromStdString(item->why_not));
    return;
  }
  wanted_series_ = key;
  loader_.load(*item);
}

void Workspace::show_neighbour(int step) {
  if (const auto* item = image_ ? browser_.neighbour(image_->item.key, step) : nullptr)
    show_series(item->key);
}

void Workspace::take_image(const OpenedImagePtr& image) {
  if (image->item.key != wanted_series_)
    return;
  const bool same_series = image_ && image_->item.key == image->item.key;
  image_ = image;
  if (!same_series) {
    selected_.reset();
    selected_tool_.reset();
    placed_points_.clear();
    dragged_tool_.reset();
    joined_at_.reset();
    linked_.link_studies(std::nullopt);
    beside_.reset();
    wanted_beside_.clear();
    emit beside_changed();
  }
  if (image_->complete) {
    review_.activate(image_);
    follow_up_.activate(image_, browser_);
    stored_.look_beside(*image_);
  }
  emit image_changed();
  emit selection_changed();
  if (!image_->complete)
    return;
  if (beside_wanted_)
    want_beside();
}

void Workspace::want_beside() {
  beside_wanted_ = true;
  if (!image_ || !image_->complete || !wanted_beside_.empty())
    return;
  const auto companions = browser_.companions_of(image_->item.key);
  if (!companions.empty())
    show_beside(companions.front()->key);
}

void Workspace::show_beside(const std::string& key) {
  const auto* item = browser_.find(key);
  if (!item || !item->viewable)
    return;
  wanted_beside_ = key;
  if (const OpenedImagePtr known = loader_.opened(key))
    take_beside(known);
  else
    beside_loader_.load(*item);
}

void Workspace::show_next_beside(int step) {
  const auto companions = image_ ? browser_.companions_of(image_->item.key) : decltype(browser_.companions_of(""))();
  if (companions.empty())
    return;
  const auto here = std::ranges::find(companions, wanted_beside_, &view_model::SeriesItem::key);
  const auto count = std::ssize(companions);
  const auto next = here == companions.end() ? 0 : (here - companions.begin() + step + count) % count;
  show_beside(companions[static_cast<std::size_t>(next)]->key);
}

void Workspace::take_beside(const OpenedImagePtr& image) {
  if (!image->complete || image->item.key != wanted_beside_)
    return;
  beside_ = image;
  stored_.look_beside(*beside_);
  emit beside_changed();
}

void Workspace::select_tool(const std::string& id) {
  selected_.reset();
  selected_tool_ = id;
  emit selection_changed();
}

void Workspace::delete_selected() {
  if (!placed_points_.empty()) {
    placed_points_.pop_back();
    emit look_changed();
    return;
  }
  if (selected_tool_)
    review_.apply(view_model::RemoveTool{*std::exchange(selected_tool_, std::nullopt)});
  else if (selected_)
    review_.apply(view_model::DeleteVertebra{*std::exchange(selected_, std::nullopt)});
  emit selection_changed();
}

void Workspace::select(std::optional<view_model::VertebraKey> vertebra) {
  selected_tool_.reset();
  selected_ = vertebra;
  join_studies();
  emit selection_changed();
}

void Workspace::go_to(view_model::VertebraKey vertebra) {
  selected_tool_.reset();
  selected_ = vertebra;
  join_studies();
  emit vertebra_shown(vertebra);
  emit selection_changed();
}

void Workspace::select_neighbour(int step) {
  const view_model::ReviewDocument* document = review_.document();
  if (!document || document->state().vertebrae.empty())
    return;
  const auto first = document->state().reviews.front().key;
  go_to(selected_ ? view_model::neighbour_of(document->state(), *selected_, step) : first);
}

void Workspace::set_mode(Mode mode) {
  mode_ = mode;
  placed_points_.clear();
  emit look_changed();
}

void Workspace::place_point(const view_model::ImagePoint& point, const std::optional<view_model::SlicePlane>& plane) {
  if (const auto* centre = std::get_if<PatientPoint>(&point); centre && mode_ == Mode::add_vertebra) {
    set_mode(Mode::navigate);
    review_.add_seeded(*centre);
    return;
  }
  placed_points_.push_back(point);
  placed_plane_ = plane;
  if (mode_ == Mode::manual_points && placed_points_.size() == 6)
    finish_manual_points();
  else if (const auto tool = tool_of(mode_); tool && static_cast<int>(placed_points_.size()) == points_of(*tool))
    finish_tool();
  emit look_changed();
}

void Workspace::measure() {
  if (mode_ != Mode::add_vertebra || placed_points_.empty())
    return review_.measure();
  std::vector<PixelPoint> centres;
  for (const view_model::ImagePoint& point : placed_points_)
    centres.push_back(std::get<PixelPoint>(point));
  set_mode(Mode::navigate);
  review_.add_seeded_on_film(centres);
}

void Workspace::finish_tool() {
  view_model::ToolMeasurement tool;
  tool.kind = *tool_of(mode_);
  tool.points = placed_points_;
  if (tool.kind == ToolKind::ellipse || tool.kind == ToolKind::rectangle)
    tool.plane = placed_plane_;
  set_mode(Mode::navigate);
  if (tool.kind == ToolKind::annotation)
    emit annotation_wanted(tool);
  else
    review_.apply(view_model::SetTool{tool});
}

void Workspace::drag_tool(view_model::ToolMeasurement tool) {
  dragged_tool_ = std::move(tool);
  emit look_changed();
}

void Workspace::drop_tool() {
  if (!dragged_tool_)
    return;
  const view_model::ToolMeasurement tool = *std::exchange(dragged_tool_, std::nullopt);
  review_.apply(view_model::SetTool{tool});
}

bool Workspace::dragging() const {
  return dragged_tool_ || (review_.ready() && review_.document()->dragging());
}

void Workspace::cancel_drag() {
  dragged_tool_.reset();
  review_.cancel_drag();
  emit drag_cancelled();
  emit look_changed();
}

void Workspace::finish_manual_points() {
  const auto make = [this]<typename Point>(Point) {
    SixPointsOf<Point> points;
    for (std::size_t i = 0; i < 6; ++i)
      points.*(kLandmarkMembers<Point>[i].second) = std::get<Point>(placed_points_[i]);
    return points;
  };
  const bool on_film = std::holds_alternative<PixelPoint>(placed_points_.front());
  const Landmarks landmarks = on_film ? Landmarks(make(PixelPoint{})) : Landmarks(make(PatientPoint{}));
  set_mode(Mode::navigate);
  review_.apply(view_model::AddVertebra{view_model::hand_drawn_vertebra(landmarks, std::nullopt), true});
}

void Workspace::set_window(const OpenedImagePtr& image, const view_model::WindowLevel& window) {
  image->window = window;
  // Hounsfield units mean the same in both studies; grey values of MR and films do not.
  if (const OpenedImagePtr other = image == image_    ? prior()
                                   : image == prior() ? image_
                                                      : nullptr;
      other && other->item.series.info.modality == "CT" && image->item.series.info.modality == "CT")
    other->window = window;
  emit window_changed();
}

void Workspace::use_preset(const OpenedImagePtr& image, int number) {
  if (number < 1 || number > static_cast<int>(image->presets.size()))
    return;
  view_model::WindowLevel preset = image->presets[static_cast<std::size_t>(number - 1)];
  preset.inverted = image->window.inverted;
  set_window(image, preset);
}

void Workspace::toggle_overlay() {
  const bool shown = !overlay_.landmarks;
  overlay_.outlines = overlay_.landmarks = overlay_.heights = overlay_.grades = overlay_.level_labels = overlay_.tools =
      shown;
  emit look_changed();
}

void Workspace::toggle_crosshair() {
  overlay_.crosshair = !overlay_.crosshair;
  emit look_changed();
}

void Workspace::toggle_other_study() {
  overlay_.other_study = !overlay_.other_study;
  emit look_changed();
}

void Workspace::toggle_magnifier() {
  magnifier_ = !magnifier_;
  emit look_changed();
}

void Workspace::toggle_snapping() {
  snapping_ = !snapping_;
  emit message(snapping_ ? tr("Landmarks on films snap to edges; Ctrl while dragging lets them go freely.")
                         : tr("Landmarks on films go where the mouse goes."));
}

void Workspace::save_keys() {
  if (const auto saved = keys_.save(keys_file_); !saved)
    emit failed(QString::fromStdString(saved.error().text()));
  emit keys_changed();
}

} // namespace spondyl::viewer
