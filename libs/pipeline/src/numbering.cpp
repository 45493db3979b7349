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
  for (std::size_t i = 0; i < vertebrae.size(); ++i) {
    vertebrae[i].level = assignment.level.below(static_cast<int>(i) - static_cast<int>(nearest));
    vertebrae[i].level_guess = vertebrae[i].level;
    vertebrae[i].level_confidence = vertebrae[i].level ? std::optional(1.0) : std::nullopt;
  }
  vertebrae[nearest].level = vertebrae[nearest].level_guess = assignment.level;
  vertebrae[nearest].level_confidence = 1.0;
  findings.numbering = {NumberingStatus::certain, NumberingAnchor::reader, 1.0,
                        "The reader named " + assignment.level.name() + "; the others are counted from it."};
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
