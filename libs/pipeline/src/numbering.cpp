#include "numbering.h"

#include <algorithm>
#include <array>
#include <limits>

namespace spondyl::pipeline {
namespace {

constexpr double kNearestBody = 30.0; // mm: less than one lumbar level; engineering choice
constexpr int kUnknownLevelBase = 100;

std::optional<PatientPoint> centre_of(const VertebraFinding& vertebra) {
  if (!vertebra.landmarks || !std::holds_alternative<SixPoints>(*vertebra.landmarks))
    return std::nullopt;
  const SixPoints& points = std::get<SixPoints>(*vertebra.landmarks);
  return midpoint(midpoint(points.anterior_superior, points.posterior_inferior),
                  midpoint(points.anterior_inferior, points.posterior_superior));
}

/// The level `steps` below `level`. From T13 or L6 the usual count goes on with its neighbours.
std::optional<VertebraLevel> counted(VertebraLevel level, int steps) {
  const bool is_variant = level.name() == "T13" || level.name() == "L6";
  if (steps == 0)
    return level;
  if (!is_variant)
    return level.below(steps);
  const auto neighbour = VertebraLevel::from_rank(level.rank() + (steps > 0 ? 1 : -1));
  return neighbour ? neighbour->below(steps > 0 ? steps - 1 : steps + 1) : std::nullopt;
}

void state(VertebraFinding& vertebra, std::optional<VertebraLevel> level) {
  vertebra.level = vertebra.level_guess = level;
  vertebra.level_confidence = level ? std::optional(1.0) : std::nullopt;
}

/// The body above a sacral endplate that was seen is lumbar: counted to S1 it is a sixth lumbar vertebra. Returns what
/// to add to the note.
std::string name_last_above_sacrum(Findings& findings) {
  if (!findings.sacral_endplate || findings.vertebrae.empty())
    return {};
  VertebraFinding& last = findings.vertebrae.back();
  const auto centre = centre_of(last);
  const EndplateLine& sacrum = *findings.sacral_endplate;
  if (!last.level || !centre || distance(*centre, midpoint(sacrum.anterior, sacrum.posterior)) > kNearestBody)
    return {};
  if (last.level->name() == "S1") {
    state(last, VertebraLevel::parse("L6"));
    return " The last body above the sacrum is a sixth lumbar vertebra by this count.";
  }
  if (last.level->name() == "L5" || last.level->name() == "L6")
    return {};
  return " By this count the last body above the sacrum is " + last.level->name() + ": check the number.";
}

} // namespace

Result<void> renumber(Findings& findings, const LevelAssignment& assignment) {
  auto& vertebrae = findings.vertebrae;
  std::size_t nearest = vertebrae.size();
  double nearest_distance = kNearestBody;
  for (std::size_t i = 0; i < vertebrae.size(); ++i) {
    const auto centre = centre_of(vertebrae[i]);
    if (centre && distance(*centre, assignment.centre) < nearest_distance) {
      nearest = i;
      nearest_distance = distance(*centre, assignment.centre);
    }
  }
  if (nearest == vertebrae.size())
    return failure(ErrorCode::not_measurable,
                   "No measured body lies within 30 mm of the place given for " + assignment.level.name() + ".",
                   "Give the centre of a body in LPS millimetres.");
  for (std::size_t i = 0; i < vertebrae.size(); ++i)
    state(vertebrae[i], counted(assignment.level, static_cast<int>(i) - static_cast<int>(nearest)));
  const std::string note = name_last_above_sacrum(findings);
  findings.numbering = {NumberingStatus::certain, NumberingAnchor::reader, 1.0,
                        "The reader named " + assignment.level.name() + "; the others are counted from it." + note};
  return {};
}

void name_labels(LabelMap& labels, const std::vector<VertebraFinding>& vertebrae) {
  std::array<std::uint8_t, 256> published{};
  for (std::size_t i = 0; i < vertebrae.size() && i + 1 < published.size(); ++i) {
    const int value = vertebrae[i].level ? vertebrae[i].level->mask_value() : kUnknownLevelBase + vertebrae[i].ordinal;
    published[i + 1] = static_cast<std::uint8_t>(value);
  }
  std::transform(labels.voxels.begin(), labels.voxels.end(), labels.voxels.begin(),
                 [&](std::uint8_t value) { return published[value]; });
}

} // namespace spondyl::pipeline
