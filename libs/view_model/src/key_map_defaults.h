#pragma once

#include <span>
#include <spondyl/view_model/key_map.h>
#include <string>
#include <vector>

namespace spondyl::view_model {

struct ActionEntry {
  Action action;
  const char* group;
  const char* name;  ///< what the file stores
  const char* title; ///< what the sheet shows
  std::vector<std::string> bindings;
  bool mouse = false;
};
/// In the order of Action.
[[nodiscard]] const std::vector<ActionEntry>& action_entries();

} // namespace spondyl::view_model
