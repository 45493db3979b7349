#include "audit.h"

#include "text.h"

namespace spondyl::view_model {
namespace {

class Differences {
public:
  void add(const std::string& subject, const std::string& before, const std::string& after) {
    if (before != after)
      entries_.push_back({"", "", "", "", subject, before, after});
  }
  [[nodiscard]] std::vector<AuditEntry> take() { return std::move(entries_); }

private:
  std::vector<AuditEntry> entries_;
};

std::string level_text(const VertebraFinding& vertebra) {
  return vertebra.level ? vertebra.level->name() : "not known";
}

ImagePoint landmark(const Landmarks& landmarks, std::size_t i) {
  return std::visit(
      [&]<typename Point>(const SixPointsOf<Point>& points) -> ImagePoint {
        return points.*kLandmarkMembers<Point>[i].second;
      },
      landmarks);
}

void compare_landmarks(const VertebraFinding& before, const VertebraFinding& after, Differences& differences) {
  if (!before.landmarks || !after.landmarks)
    return;
  for (std::size_t i = 0; i < 6; ++i)
    if (const ImagePoint a = landmark(*before.landmarks, i), b = landmark(*after.landmarks, i); a != b)
      differences.add(after.display_name() + " " + std::string(kLandmarkMembers<PatientPoint>[i].first), in_words(a),
                      in_words(b));
}

void compare(const VertebraFinding& before, const VertebraFinding& after, Differences& differences) {
  compare_landmarks(before, after, differences);
  const std::string name = after.display_name();
  differences.add(name + " heights", heights_in_words(before), heights_in_words(after));
  differences.add("level of #" + std::to_string(after.ordinal), level_text(before), level_text(after));
}

std::string tool_text(const ToolMeasurement& tool) {
  std::string text(to_string(tool.kind));
  for (const ImagePoint& point : tool.points)
    text += " " + in_words(point);
  return tool.text.empty() ? text : text + " \"" + tool.text + "\"";
}

void compare_tools(const ReviewState& before, const ReviewState& after, Differences& differences) {
  for (const ToolMeasurement& tool : after.tools) {
    const ToolMeasurement* old = before.tool(tool.id);
    differences.add(tool.id, old == nullptr ? "absent" : tool_text(*old), tool_text(tool));
  }
  for (const ToolMeasurement& tool : before.tools)
    if (after.tool(tool.id) == nullptr)
      differences.add(tool.id, tool_text(tool), "absent");
}

void compare_vertebrae(const ReviewState& before, const ReviewState& after, Differences& differences) {
  for (std::size_t i = 0; i < after.reviews.size(); ++i) {
    const VertebraFinding& now = after.vertebrae[i];
    const auto old = before.index_of(after.reviews[i].key);
    if (!old) {
      differences.add(now.display_name(), "absent", heights_in_words(now));
      continue;
    }
    compare(before.vertebrae[*old], now, differences);
    const auto accepted = [](const VertebraReview& review) { return review.accepted ? "accepted" : "not accepted"; };
    differences.add(now.display_name() + " acceptance", accepted(before.reviews[*old]), accepted(after.reviews[i]));
  }
  for (std::size_t i = 0; i < before.reviews.size(); ++i)
    if (!after.index_of(before.reviews[i].key))
      differences.add(before.vertebrae[i].display_name(), heights_in_words(before.vertebrae[i]), "absent");
}

} // namespace

std::vector<AuditEntry> differences(const ReviewState& before, const ReviewState& after) {
  Differences result;
  compare_vertebrae(before, after, result);
  compare_tools(before, after, result);
  const auto scale_text = [](const ReviewState& state) { return state.scale ? state.scale->note : "of the file"; };
  result.add("scale of the film", scale_text(before), scale_text(after));
  result.add("numbering", before.numbering.note, after.numbering.note);
  return result.take();
}

} // namespace spondyl::view_model
