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
constexpr double kLevelTolerance = 0.3, kLevelCap = 9.0;          // normalised grey; squared and capped
constexpr double kLateralTolerance = 6.0, kLargestLateral = 12.5; // mm: scoliosis
constexpr double kMisfitWeight = 0.018;                           // of one squared tolerance, in box scores
constexpr double kBoxThreshold = 0.95;                            // box score that pays for a link in the chain
constexpr double kWeakestBox = 0.95;                              // not even looked at
constexpr std::size_t kMostCandidates = 2500;                     // the best boxes; bounds the time
constexpr double kFarthestCentres = 55.0;                         // mm along the plane's vertical
constexpr double kSizeWeight = 0.03;                              // of one squared tolerance from the median size

double square(double x) {
  return x * x;
}

double size_misfit(const Box& box, const Box& usual) {
  return square(std::log(box.height / usual.height) / kHeightTolerance) +
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

/// One pass of dynamic programming. `boxes` are sorted from cranial to caudal.
Chain link(const std::vector<Box>& boxes, const std::vector<double>& worth, const Progress& progress) {
  std::vector<double> total = worth;
  std::vector<int> previous(boxes.size(), -1);
  std::size_t window = 0;
  for (std::size_t j = 0; j < boxes.size() && !progress.cancelled(); ++j) {
    while (boxes[j].centre.inferior - boxes[window].centre.inferior > kFarthestCentres)
      ++window;
    for (std::size_t i = window; i < j; ++i) {
      if (total[i] <= 0.0 || total[i] + worth[j] <= total[j])
        continue;
      const auto misfit = neighbour_misfit(boxes[i], boxes[j]);
      if (misfit && total[i] + worth[j] - kMisfitWeight * *misfit > total[j]) {
        total[j] = total[i] + worth[j] - kMisfitWeight * *misfit;
        previous[j] = static_cast<int>(i);
      }
    }
  }
  Chain chain;
  if (boxes.empty())
    return chain;
  const auto best = std::max_element(total.begin(), total.end());
  chain.score = *best;
  for (int k = static_cast<int>(best - total.begin()); k >= 0; k = previous[static_cast<std::size_t>(k)])
    chain.boxes.push_back(boxes[static_cast<std::size_t>(k)]);
  std::reverse(chain.boxes.begin(), chain.boxes.end());
  return chain;
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
