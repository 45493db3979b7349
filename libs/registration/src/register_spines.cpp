#include <spondyl/registration/register_spines.h>

#include "align_bodies.h"
#include "image_similarity.h"

#include <algorithm>
#include <optional>
#include <tbb/parallel_for.h>

namespace spondyl::registration {
namespace {

constexpr double kClearlyBetter = 1.05; // similarity of the best over that of the next; engineering choice

Result<void> check(const SpineImage& prior, const SpineImage& current) {
  if (prior.volume.modality() != current.volume.modality())
    return failure(ErrorCode::invalid_argument, "Images of different modalities are not registered.");
  if (prior.bodies.size() < 2 || current.bodies.size() < 2)
    return failure(ErrorCode::not_measurable, "Two measured bodies in each study are needed to register them.");
  return {};
}

/// Alignments of few bodies are edges of the spine laid on each other; those of many are what the images decide about.
std::vector<Alignment> worth_refining(std::vector<Alignment> candidates) {
  std::size_t most = 0;
  for (const Alignment& candidate : candidates)
    most = std::max(most, candidate.ordinals.size());
  std::erase_if(candidates, [&](const Alignment& candidate) { return 2 * candidate.ordinals.size() < most; });
  return candidates;
}

/// std::nullopt where the images do not overlap.
std::optional<SameBodies> refine(const ImageSimilarity& similarity, const Alignment& start, const SpineImage& prior,
                                 const SpineImage& current) {
  const auto refined = similarity.refine(start);
  if (!refined)
    return std::nullopt;
  SameBodies same{refined->current_to_prior, pairs_under(refined->current_to_prior, prior.bodies, current.bodies),
                  refined->similarity};
  return same.ordinals.size() < 2 ? std::nullopt : std::optional(same);
}

/// Whether one body is laid on different ones; a pair more or less at an end is no contradiction.
bool contradict(const std::vector<std::pair<int, int>>& one, const std::vector<std::pair<int, int>>& other) {
  return std::ranges::any_of(one, [&](const auto& pair) {
    return std::ranges::any_of(
        other, [&](const auto& second) { return (pair.first == second.first) != (pair.second == second.second); });
  });
}

} // namespace

PatientPoint RigidTransform::operator()(PatientPoint p) const {
  const auto row = [&](std::size_t i) { return rotation[i] * p.x + rotation[i + 1] * p.y + rotation[i + 2] * p.z; };
  return {row(0) + translation.x, row(3) + translation.y, row(6) + translation.z};
}

Result<SameBodies> register_spines(const SpineImage& prior, const SpineImage& current, const Progress& progress) {
  SPONDYL_CHECK(check(prior, current));
  const auto candidates = worth_refining(candidate_alignments(prior.bodies, current.bodies));
  const ImageSimilarity similarity(prior, current);
  std::vector<std::optional<SameBodies>> refined(candidates.size());
  // Each candidate by one thread: the result is the same for any number of them.
  tbb::parallel_for(std::size_t{0}, candidates.size(), [&](std::size_t i) {
    if (!progress.cancelled())
      refined[i] = refine(similarity, candidates[i], prior, current);
  });
  SPONDYL_CHECK(progress.check());
  std::erase(refined, std::nullopt);
  if (refined.empty())
    return failure(ErrorCode::not_measurable, "No alignment lays the bodies of one study on those of the other.");
  SameBodies best = **std::ranges::max_element(refined, {}, [](const auto& one) { return one->similarity; });
  for (const auto& other : refined)
    if (contradict(other->ordinals, best.ordinals))
      best.next_similarity = std::max(best.next_similarity, other->similarity);
  best.certain = best.similarity > kClearlyBetter * best.next_similarity;
  return best;
}

} // namespace spondyl::registration
