#include "body_tracer.h"

#include <algorithm>
#include <cmath>

namespace spondyl::segmentation::mr {
namespace {

constexpr double kWeakestSideWeight = 0.5;
constexpr double kUnexplainedWeight = 1.0;
constexpr double kInnerLineWeight = 0.5;
constexpr double kSizeTolerance = 0.15;                     // of the logarithm of height and depth, between neighbours
constexpr double kWallTolerance = 3.0;                      // mm between the walls of neighbours across a disc
constexpr double kUsualDisc = 7.0, kDiscTolerance = 4.0;    // mm between endplates, as for boxes
constexpr double kLeastDisc = 1.0, kOverlapTolerance = 1.5; // mm; bodies cannot overlap, whatever their shape
constexpr double kDisagreementWeight = 0.02;                // of one squared tolerance, in edge support
constexpr double kDisagreementCap = 8.0;                    // squared tolerances: a fracture or a slip may disagree

double square(double x) {
  return x * x;
}

double disagreement(const Quad& above, const Quad& below) {
  const PlanePoint back = [&] {
    const PlanePoint sum = above.towards_posterior() + below.towards_posterior();
    return sum * (1.0 / std::max(1e-6, length(sum)));
  }();
  const double posterior = dot(below.posterior_superior - above.posterior_inferior, back) / kWallTolerance;
  const double anterior = dot(below.anterior_superior - above.anterior_inferior, back) / kWallTolerance;
  const double disc = disc_between(above, below);
  const double overlap = square(std::min(0.0, disc - kLeastDisc) / kOverlapTolerance);
  return overlap + std::min(kDisagreementCap, square(std::log(above.depth() / below.depth()) / kSizeTolerance)) +
         std::min(kDisagreementCap, square(std::log(above.height() / below.height()) / kSizeTolerance)) +
         std::min(kDisagreementCap, square((disc - kUsualDisc) / kDiscTolerance)) +
         std::min(kDisagreementCap, square(posterior)) + std::min(kDisagreementCap, square(anterior));
}

} // namespace

double outline_support(const Outline& o) {
  return o.edge + kWeakestSideWeight * o.weakest_side - kUnexplainedWeight * o.unexplained -
         kInnerLineWeight * o.inner_line;
}

std::vector<std::optional<Outline>> agreeing_outlines(const std::vector<std::vector<Outline>>& candidates) {
  const std::size_t bodies = candidates.size();
  std::vector<std::vector<double>> total(bodies);
  std::vector<std::vector<int>> from(bodies);
  std::size_t before = bodies; // the nearest body above that has outlines
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < bodies; ++i) {
    if (candidates[i].empty())
      continue;
    for (const Outline& outline : candidates[i]) {
      double best = before == bodies ? 0.0 : -1e300;
      int best_from = -1;
      for (std::size_t p = 0; before != bodies && p < candidates[before].size(); ++p) {
        const double value =
            total[before][p] - kDisagreementWeight * disagreement(candidates[before][p].quad, outline.quad);
        if (value > best) {
          best = value;
          best_from = static_cast<int>(p);
        }
      }
      total[i].push_back(best + outline_support(outline));
      from[i].push_back(best_from);
    }
    order.push_back(i);
    before = i;
  }
  std::vector<std::optional<Outline>> out(bodies);
  int choice = -1;
  for (std::size_t k = order.size(); k-- > 0;) {
    const std::size_t i = order[k];
    if (choice < 0)
      choice = static_cast<int>(std::max_element(total[i].begin(), total[i].end()) - total[i].begin());
    out[i] = candidates[i][static_cast<std::size_t>(choice)];
    choice = from[i][static_cast<std::size_t>(choice)];
  }
  return out;
}

} // namespace spondyl::segmentation::mr
