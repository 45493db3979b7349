#include "chain.h"

#include "../common/upper_median.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace spondyl::segmentation::mr {
namespace {

// Tolerances between neighbouring bodies (engineering choice, from anatomy: discs of 3-14 mm, sizes that change
// slowly).
constexpr double kUsualGap = 7.0, kGapTolerance = 4.0;              // mm of disc
constexpr double kLargestGap = 17.0, kSmallestGap = -2.0;           // mm; boxes are not exact
constexpr double kThinnestGap = 2.5, kTouchTolerance = 0.8;         // mm; where boxes touch, one of them is a disc
constexpr double kShiftTolerance = 3.0, kLargestShift = 10.0;       // mm across the axis: listhesis
constexpr double kAngleTolerance = 10.0 * std::numbers::pi / 180.0; // lordosis from one body to the next
constexpr double kLargestAngle = 26.0 * std::numbers::pi / 180.0;
constexpr double kHeightTolerance = 0.15, kDepthTolerance = 0.15; // of the logarithm
constexpr double kSizeCap = 8.0;                         // squared tolerances: a collapsed body is as short as it is
constexpr double kLevelTolerance = 0.3, kLevelCap = 9.0; // normalised grey; squared and capped
constexpr double kLateralTolerance = 6.0, kLargestLateral = 12.5; // mm: scoliosis
constexpr double kMisfitWeight = 0.018;                           // of one squared tolerance, in box scores
constexpr double kBoxThreshold = 0.95;                            // box score that pays for a link in the chain
constexpr double kWeakestBox = 0.95;                              // not even looked at
constexpr std::size_t kMostCandidates = 2500;                     // the best boxes; bounds the time
constexpr double kFarthestCentres = 55.0;                         // mm along the plane's vertical
constexpr double kSizeWeight = 0.03;                              // of one squared tolerance from the median size

// Across a body that is not seen. Two discs and a body of 10 to 32 mm lie there; tolerances are those of two steps.
constexpr double kLeastRoom = 20.0, kMostRoom = 50.0;         // mm between the boxes
constexpr double kShortRoom = 26.0, kLongRoom = 42.0;         // mm: a collapsed body, a whole one
constexpr double kGapShift = 5.0, kLargestGapShift = 16.0;    // mm across the axis
constexpr double kGapAngle = 15.0 * std::numbers::pi / 180.0; // a wedged body turns the spine
constexpr double kLargestGapAngle = 50.0 * std::numbers::pi / 180.0;
constexpr double kFarthestAcrossGap = 90.0; // mm along the plane's vertical
constexpr double kGapCost = 0.5;            // in box scores: what a body that is not seen must be made up for by others

double square(double x) {
  return x * x;
}

double size_misfit(const Box& box, const Box& usual) {
  const double height = square(std::log(box.height / usual.height) / kHeightTolerance);
  return (box.height < usual.height ? std::min(kSizeCap, height) : height) +
         square(std::log(box.depth / usual.depth) / kDepthTolerance);
}

Box usual_box(const std::vector<Box>& boxes) {
  std::vector<double> heights, depths;
  for (const Box& b : boxes) {
    heights.push_back(b.height);
    depths.push_back(b.depth);
  }
  Box usual;
  usual.height = upper_median(heights);
  usual.depth = upper_median(depths);
  return usual;
}

/// The dynamic programme's table: the best total of a chain that ends at each box, and the box before it.
struct Links {
  std::vector<double> total;
  std::vector<int> previous;
  std::vector<bool> across_gap;

  void offer(std::size_t i, std::size_t j, double worth, std::optional<double> misfit, bool gap) {
    const double value = total[i] + worth - kMisfitWeight * misfit.value_or(0.0) - (gap ? kGapCost : 0.0);
    if (!misfit || value <= total[j])
      return;
    total[j] = value;
    previous[j] = static_cast<int>(i);
    across_gap[j] = gap;
  }
};

Chain traced_back(const std::vector<Box>& boxes, const Links& links) {
  Chain chain;
  const auto best = std::max_element(links.total.begin(), links.total.end());
  chain.score = *best;
  for (int k = static_cast<int>(best - links.total.begin()); k >= 0; k = links.previous[static_cast<std::size_t>(k)]) {
    if (links.across_gap[static_cast<std::size_t>(k)])
      chain.gaps.push_back(chain.boxes.size());
    chain.boxes.push_back(boxes[static_cast<std::size_t>(k)]);
  }
  std::reverse(chain.boxes.begin(), chain.boxes.end());
  std::reverse(chain.gaps.begin(), chain.gaps.end());
  for (std::size_t& gap : chain.gaps)
    gap = chain.boxes.size() - 2 - gap; // counted from the caudal end so far, at the box below the gap
  return chain;
}

/// One pass of dynamic programming. `boxes` are sorted from cranial to caudal.
Chain link(const std::vector<Box>& boxes, const std::vector<double>& worth, const Progress& progress) {
  if (boxes.empty())
    return {};
  Links links{worth, std::vector<int>(boxes.size(), -1), std::vector<bool>(boxes.size(), false)};
  std::size_t window = 0;
  for (std::size_t j = 0; j < boxes.size() && !progress.cancelled(); ++j) {
    while (boxes[j].centre.inferior - boxes[window].centre.inferior > kFarthestAcrossGap)
      ++window;
    for (std::size_t i = window; i < j; ++i) {
      if (links.total[i] <= 0.0 || links.total[i] + worth[j] <= links.total[j])
        continue;
      if (boxes[j].centre.inferior - boxes[i].centre.inferior <= kFarthestCentres)
        links.offer(i, j, worth[j], neighbour_misfit(boxes[i], boxes[j]), false);
      if (links.total[i] + worth[j] - kGapCost > links.total[j])
        links.offer(i, j, worth[j], misfit_across_gap(boxes[i], boxes[j]), true);
    }
  }
  return traced_back(boxes, links);
}

} // namespace

std::optional<double> neighbour_misfit(const Box& above, const Box& below) {
  const PlanePoint step = below.centre - above.centre;
  const double lateral = below.lateral - above.lateral, turn = below.angle - above.angle;
  if (std::abs(turn) > kLargestAngle || std::abs(lateral) > kLargestLateral)
    return std::nullopt;
  const double mean_angle = 0.5 * (above.angle + below.angle);
  const double along = dot(step, {-std::sin(mean_angle), std::cos(mean_angle)});
  const double across = dot(step, {std::cos(mean_angle), std::sin(mean_angle)});
  const double gap = along - 0.5 * (above.height + below.height);
  if (gap < kSmallestGap || gap > kLargestGap || std::abs(across) > kLargestShift)
    return std::nullopt;
  return square((gap - kUsualGap) / kGapTolerance) + square(std::min(0.0, gap - kThinnestGap) / kTouchTolerance) +
         square(across / kShiftTolerance) + square(turn / kAngleTolerance) +
         std::min(kSizeCap, square(std::log(below.height / above.height) / kHeightTolerance)) +
         square(std::log(below.depth / above.depth) / kDepthTolerance) +
         std::min(kLevelCap, square((below.level - above.level) / kLevelTolerance)) +
         square(lateral / kLateralTolerance);
}

std::optional<double> misfit_across_gap(const Box& above, const Box& below) {
  const PlanePoint step = below.centre - above.centre;
  const double lateral = below.lateral - above.lateral, turn = below.angle - above.angle;
  const double mean_angle = 0.5 * (above.angle + below.angle);
  const double along = dot(step, {-std::sin(mean_angle), std::cos(mean_angle)});
  const double across = dot(step, {std::cos(mean_angle), std::sin(mean_angle)});
  const double room = along - 0.5 * (above.height + below.height);
  if (room < kLeastRoom || room > kMostRoom || std::abs(across) > kLargestGapShift ||
      std::abs(turn) > kLargestGapAngle || std::abs(lateral) > kLargestLateral)
    return std::nullopt;
  const double unusual = room - std::clamp(room, kShortRoom, kLongRoom);
  return square(unusual / kGapTolerance) + square(across / kGapShift) + square(turn / kGapAngle) +
         square(std::log(below.height / above.height) / kHeightTolerance) +
         square(std::log(below.depth / above.depth) / kDepthTolerance) +
         std::min(kLevelCap, square((below.level - above.level) / kLevelTolerance)) +
         square(lateral / kLateralTolerance);
}

Result<Chain> best_chain(const std::vector<Box>& boxes, const Progress& progress, int repetitions) {
  std::vector<Box> candidates;
  for (const Box& b : boxes)
    if (b.score > kWeakestBox)
      candidates.push_back(b);
  std::stable_sort(candidates.begin(), candidates.end(), [](const Box& a, const Box& b) { return a.score > b.score; });
  candidates.resize(std::min(candidates.size(), kMostCandidates));
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Box& a, const Box& b) { return a.centre.inferior < b.centre.inferior; });
  std::vector<double> worth;
  for (const Box& b : candidates)
    worth.push_back(b.score - kBoxThreshold);
  Chain chain = link(candidates, worth, progress);
  for (int pass = 0; pass < repetitions && chain.boxes.size() > 2; ++pass) {
    const Box usual = usual_box(chain.boxes);
    for (std::size_t i = 0; i < candidates.size(); ++i)
      worth[i] = candidates[i].score - kBoxThreshold - kSizeWeight * size_misfit(candidates[i], usual);
    chain = link(candidates, worth, progress);
  }
  SPONDYL_CHECK(progress.check());
  return chain;
}

} // namespace spondyl::segmentation::mr
