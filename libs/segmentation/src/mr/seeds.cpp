#include "seeds.h"

#include <algorithm>
#include <cmath>

namespace spondyl::segmentation::mr {
namespace {

constexpr double kReach = 10.0;         // mm from a click to the centre of its body
constexpr double kReachTolerance = 5.0; // mm
constexpr double kReachWeight = 0.15;   // of one squared tolerance, in box scores
constexpr double kMisfitWeight = 0.02;  // of one squared tolerance between neighbours, in box scores
constexpr double kImpossibleMisfit = 40.0;
constexpr std::size_t kChoices = 12;    // boxes tried per seed
constexpr double kAutomaticBonus = 0.3; // for the box the automatic chain chose: seeds must not make it worse
constexpr double kPlainScore = 0.4;     // of a box made from the seed alone
constexpr double kUsualSpacing = 36.0, kUsualDepth = 33.0; // mm, lumbar (clinical.md, section 4: heights, depths, disc)
constexpr double kHeightShare = 0.74;                      // of the spacing of centres that is body
constexpr double kNeighbourSpacing = 1.6;                  // spacings beyond which bodies lie between two seeds

struct PlacedSeed {
  PlanePoint at;
  double lateral;
  std::optional<VertebraLevel> level;
};

std::vector<PlacedSeed> placed(const SagittalStack& stack, const std::vector<Seed>& seeds) {
  std::vector<PlacedSeed> out;
  for (const Seed& seed : seeds)
    out.push_back(
        {stack.to_plane(seed.centre), std::clamp(stack.to_lateral(seed.centre), 0.0, stack.width()), seed.level});
  std::stable_sort(out.begin(), out.end(),
                   [](const PlacedSeed& a, const PlacedSeed& b) { return a.at.inferior < b.at.inferior; });
  return out;
}

/// Distance of neighbouring centres about a seed.
double spacing_at(const std::vector<PlacedSeed>& seeds, std::size_t i) {
  double nearest = 1e9;
  if (i > 0)
    nearest = std::min(nearest, length(seeds[i].at - seeds[i - 1].at));
  if (i + 1 < seeds.size())
    nearest = std::min(nearest, length(seeds[i + 1].at - seeds[i].at));
  return nearest > 15.0 && nearest < kNeighbourSpacing * kUsualSpacing ? nearest : kUsualSpacing;
}

/// What a body at a seed looks like when nothing is known but the seeds.
Box plain_box(const std::vector<PlacedSeed>& seeds, std::size_t i) {
  const PlacedSeed& above = seeds[i > 0 ? i - 1 : i];
  const PlacedSeed& below = seeds[i + 1 < seeds.size() ? i + 1 : i];
  const PlanePoint along = below.at - above.at;
  Box box;
  box.centre = seeds[i].at;
  box.lateral = seeds[i].lateral;
  box.height = kHeightShare * spacing_at(seeds, i);
  box.depth = kUsualDepth;
  box.angle = length(along) > 1.0 ? std::atan2(-along.posterior, along.inferior) : 0.0;
  box.score = kPlainScore;
  return box;
}

std::vector<Box> choices(const std::vector<PlacedSeed>& seeds, std::size_t i, const std::vector<Box>& automatic,
                         const std::vector<Box>& candidates) {
  std::vector<Box> out = {plain_box(seeds, i)};
  const auto consider = [&](const Box& box, double bonus) {
    const double away = length(box.centre - seeds[i].at);
    if (away > kReach)
      return;
    out.push_back(box);
    out.back().score += bonus - kReachWeight * (away / kReachTolerance) * (away / kReachTolerance);
  };
  for (const Box& box : automatic)
    consider(box, kAutomaticBonus);
  for (const Box& box : candidates)
    consider(box, 0.0);
  std::stable_sort(out.begin(), out.end(), [](const Box& a, const Box& b) { return a.score > b.score; });
  out.resize(std::min(out.size(), kChoices));
  return out;
}

bool adjacent(const PlacedSeed& above, const PlacedSeed& below) {
  if (above.level && below.level)
    return above.level->below(1) == below.level;
  return length(below.at - above.at) < kNeighbourSpacing * kUsualSpacing;
}

/// The choices that agree best along the spine.
std::vector<Box> agreeing_boxes(const std::vector<PlacedSeed>& seeds, const std::vector<std::vector<Box>>& options) {
  std::vector<std::vector<double>> total(seeds.size());
  std::vector<std::vector<std::size_t>> from(seeds.size());
  for (std::size_t i = 0; i < seeds.size(); ++i)
    for (const Box& box : options[i]) {
      double best = i == 0 ? 0.0 : -1e300;
      std::size_t best_from = 0;
      for (std::size_t p = 0; i > 0 && p < options[i - 1].size(); ++p) {
        const double misfit = adjacent(seeds[i - 1], seeds[i])
                                  ? neighbour_misfit(options[i - 1][p], box).value_or(kImpossibleMisfit)
                                  : 0.0;
        if (total[i - 1][p] - kMisfitWeight * misfit > best) {
          best = total[i - 1][p] - kMisfitWeight * misfit;
          best_from = p;
        }
      }
      total[i].push_back(best + box.score);
      from[i].push_back(best_from);
    }
  std::vector<Box> out(seeds.size());
  std::size_t choice =
      static_cast<std::size_t>(std::max_element(total.back().begin(), total.back().end()) - total.back().begin());
  for (std::size_t i = seeds.size(); i-- > 0;) {
    out[i] = options[i][choice];
    choice = from[i][choice];
  }
  return out;
}

} // namespace

std::vector<BodyRequest> bodies_for_seeds(const SagittalStack& stack, const std::vector<Seed>& given,
                                          const std::vector<Box>& automatic, const std::vector<Box>& candidates) {
  const std::vector<PlacedSeed> seeds = placed(stack, given);
  if (seeds.empty())
    return {};
  std::vector<std::vector<Box>> options;
  for (std::size_t i = 0; i < seeds.size(); ++i)
    options.push_back(choices(seeds, i, automatic, candidates));
  const std::vector<Box> boxes = agreeing_boxes(seeds, options);
  std::vector<BodyRequest> out;
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    out.push_back({boxes[i], true, seeds[i].level, false, {}});
    out.back().box.lateral = seeds[i].lateral;
    if (i + 1 == seeds.size() || adjacent(seeds[i], seeds[i + 1]))
      continue;
    for (const Box& box : automatic)
      if (box.centre.inferior > boxes[i].centre.inferior && box.centre.inferior < boxes[i + 1].centre.inferior &&
          length(box.centre - boxes[i].centre) > kReach && length(box.centre - boxes[i + 1].centre) > kReach)
        out.push_back({box, false, std::nullopt, false, {}});
  }
  return out;
}

} // namespace spondyl::segmentation::mr
