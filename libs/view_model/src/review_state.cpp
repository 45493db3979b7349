#include <spondyl/view_model/review_state.h>

#include <algorithm>

namespace spondyl::view_model {
namespace {

struct Describe {
  std::string operator()(const MoveLandmark&) const { return "Move landmark"; }
  std::string operator()(const AddVertebra&) const { return "Add vertebra"; }
  std::string operator()(const DeleteVertebra&) const { return "Delete vertebra"; }
  std::string operator()(const MarkNotAssessable&) const { return "Mark not assessable"; }
  std::string operator()(const MarkAssessable&) const { return "Mark assessable"; }
  std::string operator()(const Relabel&) const { return "Relabel vertebra"; }
  std::string operator()(const CountLevelsFrom&) const { return "Count levels"; }
  std::string operator()(const ShiftLevels&) const { return "Shift levels"; }
  std::string operator()(const AcceptVertebra& edit) const {
    return edit.accepted ? "Accept vertebra" : "Take back acceptance";
  }
  std::string operator()(const AcceptAll&) const { return "Accept all"; }
  std::string operator()(const SetTool&) const { return "Set measurement"; }
  std::string operator()(const RemoveTool&) const { return "Remove measurement"; }
  std::string operator()(const ReplaceByRerun&) const { return "Measure again"; }
  std::string operator()(const CalibrateFilm&) const { return "Calibrate the film"; }
};

} // namespace

bool VertebraReview::height_edited(HeightName height) const {
  const auto first = 2 * static_cast<std::size_t>(height); // kLandmarkMembers: superior and inferior side by side
  return moved_points[first] || moved_points[first + 1];
}

bool VertebraReview::touched() const {
  return accepted || level_set || status_set || added || std::ranges::find(moved_points, true) != moved_points.end();
}

std::optional<std::size_t> ReviewState::index_of(VertebraKey key) const {
  const auto found = std::ranges::find(reviews, key, &VertebraReview::key);
  return found == reviews.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - reviews.begin()));
}

const ToolMeasurement* ReviewState::tool(const std::string& id) const {
  const auto found = std::ranges::find(tools, id, &ToolMeasurement::id);
  return found == tools.end() ? nullptr : &*found;
}

std::string describe(const Edit& edit) {
  return std::visit(Describe{}, edit);
}

} // namespace spondyl::view_model
