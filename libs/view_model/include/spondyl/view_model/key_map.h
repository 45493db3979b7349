#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <spondyl/base/result.h>
#include <string>
#include <string_view>
#include <vector>

namespace spondyl::view_model {

/// Everything that can be bound to keys or mouse. Names are stable: they are what the file stores.
enum class Action {
  next_slice,
  previous_slice,
  first_slice,
  last_slice,
  next_viewport,
  previous_viewport,
  next_series,
  previous_series,
  reset_view,
  preset_1,
  preset_2,
  preset_3,
  preset_4,
  preset_5,
  invert,
  flip_horizontal,
  flip_vertical,
  rotate_right,
  rotate_left,
  zoom_tool,
  zoom_in,
  zoom_out,
  zoom_fit,
  cine,
  cancel,
  delete_selected,
  undo,
  redo,
  show_keys,
  open,
  save,
  save_as,
  measure,
  next_vertebra,
  previous_vertebra,
  accept,
  accept_all,
  not_assessable,
  relabel,
  shift_up,
  shift_down,
  add_vertebra,
  manual_points,
  tool_length,
  tool_angle,
  tool_cobb,
  tool_ellipse,
  tool_rectangle,
  tool_annotation,
  toggle_overlay,
  toggle_crosshair,
  magnifier,
  slab_mode,
  maximise_view,
  quit,
  layout_radiograph,
  layout_ct,
  layout_mr,
  layout_prior,
  layout_straightened,
  layout_two_series,
  next_beside,
  previous_beside,
  toggle_stored,
  scene_front,
  scene_left,
  scene_parts,
  pointer_left,
  pointer_right,
  pointer_up,
  pointer_down,
  pointer_click,
  pointer_grab,
  open_files,
  open_report,
  sign,
  show_audit,
  edit_keys,
  export_reports,
  send_to_archive,
  calibrate_film,
  toggle_snapping,
  show_follow_up,
  toggle_other_study,
  measure_prior,
  // mouse
  drag_window,
  drag_pan,
  drag_zoom,
  wheel_slice,
  wheel_zoom,
  context_menu,
  move_crosshair,
  drag_freely
};
[[nodiscard]] const std::vector<Action>& all_actions();
[[nodiscard]] std::string_view action_name(Action action);  ///< "next_slice"
[[nodiscard]] std::string_view action_title(Action action); ///< "Next slice"
[[nodiscard]] bool is_mouse(Action action);
/// Keys that lists and tables need themselves (arrows, Return, Space): they act while a view has the keyboard only.
[[nodiscard]] bool needs_view(Action action);

/// Bindings are texts as Qt's QKeySequence writes them ("Ctrl+Shift+Z", "PgDown", "1"), mouse gestures are
/// "Left drag", "Middle drag", "Right drag", "Wheel", "Ctrl+Wheel", "Right click", "Double click", "Shift+Move".
class KeyMap {
public:
  KeyMap(); ///< the defaults of the ecosystem
  [[nodiscard]] const std::vector<std::string>& bindings(Action action) const;
  [[nodiscard]] std::optional<Action> action_of(const std::string& binding) const;
  /// What already uses this binding, other than `action`.
  [[nodiscard]] std::optional<Action> conflict(Action action, const std::string& binding) const;
  /// Errors: `invalid_argument` naming the action that already has the binding, or for a text that is none.
  Result<void> bind(Action action, std::vector<std::string> bindings);
  void reset();
  /// Two actions on one binding, as a hand-written file may hold; empty = none. One sentence each.
  [[nodiscard]] std::vector<std::string> conflicts() const;
  /// The sheet of `?`: title and bindings of every action, in groups.
  [[nodiscard]] std::string sheet() const;

  /// Only what differs from the defaults is stored (JSON, mode 0600). A missing file means the defaults.
  [[nodiscard]] static Result<KeyMap> load(const std::filesystem::path& file);
  [[nodiscard]] Result<void> save(const std::filesystem::path& file) const;
  [[nodiscard]] static std::filesystem::path default_file(); ///< $XDG_CONFIG_HOME/spondyl/keys.json

  friend bool operator==(const KeyMap&, const KeyMap&) = default;

private:
  std::map<Action, std::vector<std::string>> bindings_;
};

} // namespace spondyl::view_model
