#pragma once

#include "follow_up_controller.h"
#include "opened_image.h"
#include "review_controller.h"
#include "stored_overlays.h"
#include "study_loader.h"

#include <QObject>
#include <spondyl/view_model/key_map.h>
#include <spondyl/view_model/linked_views.h>
#include <spondyl/view_model/overlay.h>
#include <spondyl/view_model/study_browser.h>

namespace spondyl::viewer {

/// What the left mouse button does on a picture.
enum class Mode {
  navigate,
  zoom,
  add_vertebra,  ///< a click into a body's middle; on films several, until measure()
  manual_points, ///< six clicks
  length,
  angle,
  cobb,
  ellipse,
  rectangle,
  annotation
};
[[nodiscard]] std::optional<view_model::ToolKind> tool_of(Mode mode);
[[nodiscard]] QString mode_hint(Mode mode, int points_placed); ///< what to do next, one line

/// Where the private files go; tests give their own.
struct StoragePlaces {
  std::filesystem::path sessions, recent, keys;
  std::filesystem::path audit_log{}; ///< empty = nothing is noted, and nothing can be signed
  std::filesystem::path follow_up{}; ///< the follow-up store; empty = none
  [[nodiscard]] static StoragePlaces of_user();
};

/// All that the window's parts share. Parts change it by one call and follow its signals; they do not know each other.
class Workspace : public QObject {
  Q_OBJECT
public:
  explicit Workspace(StoragePlaces places, QObject* parent = nullptr);

  [[nodiscard]] StudyLoader& loader() { return loader_; }
  [[nodiscard]] ReviewController& review() { return review_; }
  [[nodiscard]] view_model::LinkedViews& linked() { return linked_; }
  [[nodiscard]] view_model::KeyMap& keys() { return keys_; }
  [[nodiscard]] view_model::RecentStudies& recent() { return recent_; }
  [[nodiscard]] const view_model::StudyBrowser& browser() const { return browser_; }
  [[nodiscard]] const OpenedImagePtr& image() const { return image_; }
  [[nodiscard]] const OpenedImagePtr& prior() const { return follow_up_.image(); }
  [[nodiscard]] FollowUpController& follow_up() { return follow_up_; }
  [[nodiscard]] const OpenedImagePtr& beside() const { return beside_; } ///< null until want_beside() or show_beside()
  [[nodiscard]] bool reading_beside() const { return beside_loader_.busy(); }
  [[nodiscard]] StoredOverlays& stored() { return stored_; }
  [[nodiscard]] std::optional<std::string> selected_tool() const { return selected_tool_; }
  [[nodiscard]] std::optional<view_model::VertebraKey> selected() const { return selected_; }
  [[nodiscard]] Mode mode() const { return mode_; }
  [[nodiscard]] const std::vector<view_model::ImagePoint>& placed_points() const { return placed_points_; }
  /// The tool whose handle is being dragged, as it is now; null otherwise.
  [[nodiscard]] const view_model::ToolMeasurement* dragged_tool() const {
    return dragged_tool_ ? &*dragged_tool_ : nullptr;
  }
  [[nodiscard]] view_model::OverlayOptions& overlay() { return overlay_; }
  [[nodiscard]] bool magnifier() const { return magnifier_; }
  /// Whether landmarks that are dragged on a film go to the edge they are near.
  [[nodiscard]] bool snapping() const { return snapping_; }

  void open(const std::vector<std::filesystem::path>& paths);
  void show_series(const std::string& key);
  void show_neighbour(int step);
  void show_study(const std::string& series_uid); ///< of the person's timeline, wherever its images are
  void show_prior(bool shown);                    ///< whether a view shows the prior: outlines are drawn then
  [[nodiscard]] bool prior_shown() const { return prior_shown_; }
  /// The vertebra whose local frame joins the two studies; std::nullopt while they are not joined.
  [[nodiscard]] std::optional<view_model::VertebraKey> joined_at() const { return joined_at_; }
  void want_beside();                       ///< a layout has room for another series: the likeliest one
  void show_beside(const std::string& key); ///< this one
  void show_next_beside(int step);          ///< another of the study's
  void select(std::optional<view_model::VertebraKey> vertebra); ///< views stay where they are
  void select_tool(const std::string& id);
  void delete_selected();                       ///< the last point placed; else vertebra or tool
  void go_to(view_model::VertebraKey vertebra); ///< selects, and every view goes there
  void select_neighbour(int step);
  void set_mode(Mode mode);
  /// A click in a mode that places points. `plane` is where a region of a volume is drawn.
  void place_point(const view_model::ImagePoint& point, const std::optional<view_model::SlicePlane>& plane);
  void drag_tool(view_model::ToolMeasurement tool); ///< shows it so; nothing is in the history before the drop
  void drop_tool();                                 ///< keeps it as it was dragged
  [[nodiscard]] bool dragging() const;              ///< a landmark or a tool's handle
  void cancel_drag();
  void set_window(const OpenedImagePtr& image, const view_model::WindowLevel& window);
  void use_preset(const OpenedImagePtr& image, int number); ///< 1 to 5
  void toggle_overlay();
  void toggle_crosshair();
  void toggle_other_study(); ///< the other study's outlines
  void toggle_magnifier();
  void toggle_snapping();
  void measure(); ///< from the body centres clicked on a film, where there are any
  void save_keys();
  void moved(const std::vector<view_model::ViewId>& views) { emit views_moved(views); }

signals:
  void browser_changed();
  void image_changed(); ///< another series, or all of it after its first slice
  void prior_changed();
  void beside_changed();
  void views_moved(const std::vector<int>& views);
  void vertebra_shown(int vertebra);
  void window_changed(); ///< grey levels only
  void look_changed();   ///< overlay options, magnifier, mode
  void selection_changed();
  void keys_changed();
  void drag_cancelled();
  void annotation_wanted(const spondyl::view_model::ToolMeasurement& tool);
  void message(const QString& text);
  void failed(const QString& text);

private:
  void take_browser(const view_model::StudyBrowser& browser);
  void take_image(const OpenedImagePtr& image);
  void finish_tool();
  void finish_manual_points();
  void join_studies();
  void take_beside(const OpenedImagePtr& image);

  StudyLoader loader_;
  StudyLoader beside_loader_;
  StoredOverlays stored_;
  ReviewController review_;
  FollowUpController follow_up_;
  view_model::LinkedViews linked_;
  view_model::KeyMap keys_;
  view_model::RecentStudies recent_;
  std::filesystem::path keys_file_;
  view_model::StudyBrowser browser_;
  OpenedImagePtr image_, beside_;
  std::vector<std::filesystem::path> opened_, pending_recent_;
  std::string wanted_series_, wanted_beside_;
  std::string wanted_uid_; ///< Series Instance UID to show after a scan; empty = what is best
  bool prior_shown_ = false;
  std::optional<view_model::VertebraKey> joined_at_;
  bool beside_wanted_ = false;
  std::optional<view_model::VertebraKey> selected_;
  std::optional<std::string> selected_tool_;
  Mode mode_ = Mode::navigate;
  std::vector<view_model::ImagePoint> placed_points_;
  std::optional<view_model::SlicePlane> placed_plane_;
  std::optional<view_model::ToolMeasurement> dragged_tool_;
  view_model::OverlayOptions overlay_;
  bool magnifier_ = false, snapping_ = true;
};

} // namespace spondyl::viewer
