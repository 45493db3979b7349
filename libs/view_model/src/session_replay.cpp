#include "session_replay.h"

#include <nlohmann/json.hpp>
#include <spondyl/base/version.h>

namespace spondyl::view_model {
namespace {

using Json = nlohmann::json;
using EventKind = ReviewDocument::EventKind;

constexpr std::array<const char*, 5> kEventNames = {"edit", "undo", "redo", "drag", "drag_cancelled"};

const char* name_of(EventKind kind) {
  return kEventNames[static_cast<std::size_t>(kind)];
}

} // namespace

Result<std::string> SessionReplay::record(const ReviewDocument::Event& event, const StoreLabels& store) {
  Json json = {
      {"event", name_of(event.kind)}, {"time", event.time}, {"user", event.user}, {"version", std::string(kVersion)}};
  if (event.edit != nullptr) {
    SPONDYL_TRY(json["edit"], to_json(*event.edit, store));
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<std::vector<std::string>> SessionReplay::history(const ReviewDocument& document, const StoreLabels& store) {
  std::vector<std::string> records;
  const std::string time = document.now();
  for (const Edit& edit : document.edits_) {
    SPONDYL_TRY(std::string line, record({EventKind::edit, &edit, time, document.context_.user}, store));
    records.push_back(std::move(line));
  }
  for (std::size_t i = document.position_; i < document.edits_.size(); ++i) {
    SPONDYL_TRY(std::string line, record({EventKind::undo, nullptr, time, document.context_.user}, store));
    records.push_back(std::move(line));
  }
  return records;
}

Result<void> SessionReplay::play(const std::string& record) {
  const Json json = Json::parse(record, nullptr, false);
  if (!json.is_object())
    return failure(ErrorCode::unreadable, "The journal holds a record that cannot be read.");
  const std::string event = json.value("event", ""), time = json.value("time", ""), user = json.value("user", "");
  if (event == name_of(EventKind::drag)) {
    SPONDYL_TRY(const Edit edit, edit_of(json.value("edit", Json::object()), load_));
    drag_ = Drag{std::get<MoveLandmark>(edit), time, user};
    return {};
  }
  drag_.reset();
  if (event == name_of(EventKind::edit)) {
    SPONDYL_TRY(Edit edit, edit_of(json.value("edit", Json::object()), load_));
    SPONDYL_CHECK(document_.commit(std::move(edit), time, user));
  } else if (event == name_of(EventKind::undo) && document_.can_undo()) {
    document_.go_to(document_.position_ - 1, EventKind::undo, time, user);
  } else if (event == name_of(EventKind::redo) && document_.can_redo()) {
    document_.go_to(document_.position_ + 1, EventKind::redo, time, user);
  }
  return {};
}

bool SessionReplay::finish_drag() {
  return drag_ && document_.commit(drag_->move, drag_->time, drag_->user).has_value();
}

std::string SessionReplay::record_of_unfinished_drag(const std::vector<std::string>& records) {
  if (records.empty())
    return {};
  Json json = Json::parse(records.back(), nullptr, false);
  if (!json.is_object() || json.value("event", "") != name_of(EventKind::drag))
    return {};
  json["event"] = name_of(EventKind::edit);
  return json.dump();
}

} // namespace spondyl::view_model
