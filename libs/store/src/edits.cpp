#include "store_data.h"

#include <algorithm>
#include <iomanip>
#include <sstream>

namespace spondyl::store {
namespace {

constexpr double kMoved = 1e-6; // mm or px: beyond the rounding of a decimal text

std::string text_of(PatientPoint point) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(3) << point.x << ' ' << point.y << ' ' << point.z << " mm";
  return text.str();
}
std::string text_of(PixelPoint point) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(3) << point.column << ' ' << point.row << " px";
  return text.str();
}

template <typename Point>
void add_moved(const SixPointsOf<Point>& before, const SixPointsOf<Point>& after, int ordinal,
               std::vector<Edit>& edits) {
  for (const auto& [name, member] : kLandmarkMembers<Point>)
    if (distance(before.*member, after.*member) > kMoved)
      edits.push_back({0, {}, ordinal, std::string(name), text_of(before.*member), text_of(after.*member)});
}

std::string name_of(const std::optional<VertebraLevel>& level) {
  return level ? level->name() : "not known";
}

void add_edits(const VertebraFinding& before, const VertebraFinding& after, std::vector<Edit>& edits) {
  if (before.level != after.level)
    edits.push_back({0, {}, after.ordinal, "level", name_of(before.level), name_of(after.level)});
  if (before.status != after.status)
    edits.push_back(
        {0, {}, after.ordinal, "status", std::string(to_string(before.status)), std::string(to_string(after.status))});
  if (!before.landmarks || !after.landmarks || before.landmarks->index() != after.landmarks->index())
    return;
  if (const auto* points = std::get_if<SixPoints>(&*before.landmarks))
    add_moved(*points, std::get<SixPoints>(*after.landmarks), after.ordinal, edits);
  else
    add_moved(std::get<SixPixels>(*before.landmarks), std::get<SixPixels>(*after.landmarks), after.ordinal, edits);
}

} // namespace

std::vector<Edit> edits_between(const Findings& before, const Findings& after) {
  std::vector<Edit> edits;
  for (const VertebraFinding& vertebra : after.vertebrae) {
    const auto same = std::ranges::find(before.vertebrae, vertebra.ordinal, &VertebraFinding::ordinal);
    if (same != before.vertebrae.end())
      add_edits(*same, vertebra, edits);
    else
      edits.push_back({0, {}, vertebra.ordinal, "vertebra", "absent", "present"});
  }
  for (const VertebraFinding& vertebra : before.vertebrae)
    if (std::ranges::find(after.vertebrae, vertebra.ordinal, &VertebraFinding::ordinal) == after.vertebrae.end())
      edits.push_back({0, {}, vertebra.ordinal, "vertebra", "present", "absent"});
  return edits;
}

} // namespace spondyl::store
