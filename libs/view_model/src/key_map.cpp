#include <spondyl/view_model/key_map.h>

#include "key_map_defaults.h"
#include "user_folders.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <spondyl/findings/private_file.h>

namespace spondyl::view_model {
namespace {

using Json = nlohmann::json;

const ActionEntry& entry_of(Action action) {
  return action_entries()[static_cast<std::size_t>(action)];
}

std::optional<Action> action_named(const std::string& name) {
  for (const ActionEntry& entry : action_entries())
    if (name == entry.name)
      return entry.action;
  return std::nullopt;
}

std::optional<std::vector<std::string>> texts_of(const Json& json) {
  std::vector<std::string> texts;
  if (!json.is_array())
    return std::nullopt;
  for (const Json& text : json) {
    if (!text.is_string())
      return std::nullopt;
    texts.push_back(text.get<std::string>());
  }
  return texts;
}

/// Neither empty nor with a space at an end, and not a modifier alone.
bool is_binding(const std::string& text) {
  return !text.empty() && text.front() != ' ' && text.back() != ' ' &&
         (text.back() != '+' || text == "+" || text.ends_with("++"));
}

std::string joined(const std::vector<std::string>& texts) {
  std::string result;
  for (const std::string& text : texts)
    result += (result.empty() ? "" : ", ") + text;
  return result.empty() ? "-" : result;
}

} // namespace

const std::vector<Action>& all_actions() {
  static const std::vector<Action> actions = [] {
    std::vector<Action> result;
    std::ranges::transform(action_entries(), std::back_inserter(result), &ActionEntry::action);
    return result;
  }();
  return actions;
}

std::string_view action_name(Action action) {
  return entry_of(action).name;
}

std::string_view action_title(Action action) {
  return entry_of(action).title;
}

bool is_mouse(Action action) {
  return entry_of(action).mouse;
}

bool needs_view(Action action) {
  const ActionEntry& entry = entry_of(action);
  return action == Action::reset_view || std::string_view(entry.group) == "Pointer" ||
         (std::string_view(entry.group) == "Moving" && action != Action::next_series &&
          action != Action::previous_series);
}

KeyMap::KeyMap() {
  reset();
}

void KeyMap::reset() {
  for (const ActionEntry& entry : action_entries())
    bindings_[entry.action] = entry.bindings;
}

const std::vector<std::string>& KeyMap::bindings(Action action) const {
  return bindings_.at(action);
}

std::optional<Action> KeyMap::action_of(const std::string& binding) const {
  for (const auto& [action, texts] : bindings_)
    if (std::ranges::find(texts, binding) != texts.end())
      return action;
  return std::nullopt;
}

std::optional<Action> KeyMap::conflict(Action action, const std::string& binding) const {
  for (const auto& [other, texts] : bindings_)
    if (other != action && std::ranges::find(texts, binding) != texts.end())
      return other;
  return std::nullopt;
}

Result<void> KeyMap::bind(Action action, std::vector<std::string> bindings) {
  for (const std::string& binding : bindings) {
    if (!is_binding(binding))
      return failure(ErrorCode::invalid_argument, "\"" + binding + "\" is no key.");
    if (const auto other = conflict(action, binding))
      return failure(ErrorCode::invalid_argument,
                     binding + " already does \"" + std::string(action_title(*other)) + "\".",
                     "Give that another key first.");
  }
  bindings_[action] = std::move(bindings);
  return {};
}

std::vector<std::string> KeyMap::conflicts() const {
  std::vector<std::string> sentences;
  for (const auto& [action, texts] : bindings_)
    for (const std::string& text : texts)
      if (const auto other = conflict(action, text); other && action < *other)
        sentences.push_back(text + " does both \"" + std::string(action_title(action)) + "\" and \"" +
                            std::string(action_title(*other)) + "\".");
  return sentences;
}

std::string KeyMap::sheet() const {
  constexpr std::array groups = {"Mouse",   "Moving", "Picture", "Layouts", "Spine",
                                 "Editing", "Tools",  "Pointer", "Program"};
  constexpr std::size_t column = 30;
  std::string sheet;
  for (const char* group : groups) {
    sheet += std::string(sheet.empty() ? "" : "\n") + group + "\n";
    for (const ActionEntry& entry : action_entries()) {
      if (std::string_view(entry.group) != group)
        continue;
      std::string line = "  " + std::string(entry.title);
      line.resize(std::max(line.size() + 1, column), ' ');
      sheet += line + joined(bindings(entry.action)) + "\n";
    }
  }
  return sheet;
}

Result<KeyMap> KeyMap::load(const std::filesystem::path& file) {
  KeyMap keys;
  const auto text = read_text(file);
  if (!text)
    return keys;
  const Json json = Json::parse(*text, nullptr, false);
  if (!json.is_object())
    return failure(ErrorCode::unreadable, "The key bindings in " + file.string() + " cannot be read.",
                   "Correct or remove the file; the defaults are used.");
  for (const auto& [name, value] : json.items()) {
    const auto action = action_named(name);
    const auto texts = texts_of(value);
    if (!action || !texts || !std::ranges::all_of(*texts, is_binding))
      return failure(ErrorCode::unreadable, "\"" + name + "\" in " + file.string() + " is no binding.",
                     "Correct or remove the file; the defaults are used.");
    keys.bindings_[*action] = *texts;
  }
  return keys;
}

Result<void> KeyMap::save(const std::filesystem::path& file) const {
  SPONDYL_CHECK(create_private_folder(file.parent_path()));
  Json json = Json::object();
  for (const ActionEntry& entry : action_entries())
    if (bindings(entry.action) != entry.bindings)
      json[entry.name] = bindings(entry.action);
  return findings::write_private_file(file, json.dump(1));
}

std::filesystem::path KeyMap::default_file() {
  return user_config_folder() / "keys.json";
}

} // namespace spondyl::view_model
