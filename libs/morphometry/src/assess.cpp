#include <spondyl/morphometry/assess.h>

#include "genant.h"
#include <algorithm>

namespace spondyl::morphometry {
namespace {

using Bodies = std::vector<std::optional<BodyHeights>>; ///< one per vertebra, empty where not measured

constexpr std::array<const char*, 2> kOwnWarnings = {
    "Crush could not be judged: no unfractured neighbour was measured.",
    "Graded with care: Genant's method was described for T4 to L4."};
constexpr int kRankC3 = 3, kRankT4 = 11, kRankL4 = 24, kRankS1 = 27;

Bodies bodies_of(const std::vector<VertebraFinding>& vertebrae) {
  Bodies bodies;
  for (std::size_t i = 0; i < vertebrae.size(); ++i)
    bodies.push_back(body_heights(vertebrae[i], i));
  return bodies;
}

/// C1, C2 and S1 are no boxes; everything between is graded, with care outside T4-L4.
bool can_be_graded(const VertebraFinding& finding) {
  return !finding.level || (finding.level->rank() >= kRankC3 && finding.level->rank() < kRankS1);
}

/// Bodies that never serve as a reference, whatever their state.
std::vector<bool> unsuitable_bodies(const std::vector<VertebraFinding>& vertebrae) {
  std::vector<bool> unsuitable;
  for (const VertebraFinding& finding : vertebrae)
    unsuitable.push_back(!can_be_graded(finding));
  return unsuitable;
}

/// The measured, unfractured bodies `distance` above and below `index`.
std::vector<BodyHeights> at_distance(const Bodies& bodies, const std::vector<bool>& fractured, std::size_t index,
                                     std::size_t distance) {
  std::vector<BodyHeights> found;
  if (index >= distance && bodies[index - distance] && !fractured[index - distance])
    found.push_back(*bodies[index - distance]);
  if (index + distance < bodies.size() && bodies[index + distance] && !fractured[index + distance])
    found.push_back(*bodies[index + distance]);
  return found;
}

std::vector<BodyHeights> reference_neighbours(const Bodies& bodies, const std::vector<bool>& fractured,
                                              std::size_t index) {
  auto neighbours = at_distance(bodies, fractured, index, 1);
  return neighbours.empty() ? at_distance(bodies, fractured, index, 2) : neighbours;
}

bool is_shortened(const std::vector<AssessedLoss>& losses) {
  return std::ranges::any_of(losses,
                             [](const AssessedLoss& loss) { return loss.counted.value_or(0.0) >= kBorderlineLoss; });
}

/// A first guess that needs no knowledge of the others' state: shortened against at least half of the bodies nearby.
bool is_suspect(const std::vector<VertebraFinding>& vertebrae, const Bodies& bodies, std::size_t index,
                const Normals& normals) {
  const std::vector<bool> unsuitable = unsuitable_bodies(vertebrae);
  std::size_t compared = 0, shortened = 0;
  for (const std::size_t distance : {1, 2})
    for (const BodyHeights& other : at_distance(bodies, unsuitable, index, distance)) {
      ++compared;
      shortened += is_shortened(height_losses(vertebrae, *bodies[index], {other}, normals)) ? 1 : 0;
    }
  return compared > 0 && 2 * shortened >= compared && shortened > 0;
}

/// Which bodies cannot serve as a reference: found together, because each judgement rests on the others.
std::vector<bool> fractured_bodies(const std::vector<VertebraFinding>& vertebrae, const Bodies& bodies,
                                   const Normals& normals) {
  const std::vector<bool> unsuitable = unsuitable_bodies(vertebrae);
  std::vector<bool> fractured = unsuitable;
  for (std::size_t i = 0; i < bodies.size(); ++i)
    fractured[i] = fractured[i] || (bodies[i] && is_suspect(vertebrae, bodies, i, normals));
  constexpr int rounds = 4; // settles in one or two; the bound keeps a see-saw from running on
  for (int round = 0; round < rounds; ++round) {
    std::vector<bool> next = unsuitable;
    for (std::size_t i = 0; i < bodies.size(); ++i)
      if (bodies[i] &&
          is_shortened(height_losses(vertebrae, *bodies[i], reference_neighbours(bodies, fractured, i), normals)))
        next[i] = true;
    if (next == fractured)
      break;
    fractured = next;
  }
  return fractured;
}

bool is_outside_genants_levels(const VertebraFinding& finding) {
  return finding.level && (finding.level->rank() < kRankT4 || finding.level->rank() > kRankL4);
}

void forget_earlier_assessment(VertebraFinding& finding) {
  finding.ratios = {};
  finding.loss.clear();
  finding.grade.reset();
  std::erase_if(finding.warnings, [](const std::string& warning) {
    return std::ranges::find(kOwnWarnings, warning) != kOwnWarnings.end();
  });
}

void fill(VertebraFinding& finding, const BodyHeights& body, const std::vector<AssessedLoss>& losses,
          bool has_reference) {
  finding.ratios = height_ratios(body, losses);
  for (const AssessedLoss& loss : losses)
    finding.loss.push_back(loss.reported);
  if (!can_be_graded(finding))
    return;
  finding.grade = genant_grade(body, losses);
  if (finding.grade && !has_reference)
    finding.warnings.emplace_back(kOwnWarnings[0]);
  if (finding.grade && finding.grade->value > 0.0 && is_outside_genants_levels(finding))
    finding.warnings.emplace_back(kOwnWarnings[1]);
}

} // namespace

std::vector<VertebraFinding> assess(std::vector<VertebraFinding> vertebrae, Sex sex, const ReferenceTables& tables) {
  const Normals normals{tables, sex};
  std::ranges::for_each(vertebrae, forget_earlier_assessment);
  const Bodies bodies = bodies_of(vertebrae);
  const std::vector<bool> fractured = fractured_bodies(vertebrae, bodies, normals);
  std::vector<VertebraFinding> assessed = vertebrae;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    if (!bodies[i])
      continue;
    const auto references = reference_neighbours(bodies, fractured, i);
    fill(assessed[i], *bodies[i], height_losses(vertebrae, *bodies[i], references, normals), !references.empty());
  }
  return assessed;
}

} // namespace spondyl::morphometry
