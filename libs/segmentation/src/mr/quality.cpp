#include "quality.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace spondyl::segmentation::mr {
namespace {

// Ramps from no doubt to no trust (engineering choice, judged on development exams).
struct Ramp {
  double sound, useless;
  [[nodiscard]] double trust(double value) const { return std::clamp((value - useless) / (sound - useless), 0.0, 1.0); }
};
constexpr Ramp kEdge{0.45, 0.15};          // mean edge support
constexpr Ramp kWeakestSide{0.25, 0.0};    // edge support of the weakest side
constexpr Ramp kUnexplained{0.12, 0.5};    // share of the inside that is not marrow
constexpr Ramp kSpread{0.5, 9.0};          // mm of height over the slab
constexpr Ramp kStability{0.5, 10.0};      // mm of height over outlines from other starts
constexpr Ramp kAgreeing{1.0, 0.0};        // share of the slab's planes whose outline is that of their mean
constexpr Ramp kMarginLeft{8.0, -8.0};     // mm from the outline to the edge of the image: rims may be cut
constexpr Ramp kHeightAgreement{0.2, 0.7}; // logarithm against the neighbours' mean
constexpr double kFracturesStay = 0.75;    // least trust for a height unlike its neighbours: it may be a fracture
// Posterior to anterior height: 1.0 to 1.12 from T10 to L2, about 1 at L3, less below (clinical.md, section 4).
constexpr Ramp kBackToFront{0.97, 0.7}, kBackToFrontAtL3{0.85, 0.6};
constexpr Ramp kDepthAgreement{0.2, 0.6};   // logarithm against the neighbours' mean
constexpr Ramp kAngleAgreement{14.0, 40.0}; // degrees against the neighbours' mean
constexpr Ramp kThinDisc{1.5, -2.0};        // mm between neighbouring endplates
constexpr Ramp kThickDisc{14.0, 24.0};      // mm
constexpr Ramp kWallAgreement{6.0, 16.0};   // mm of a step between posterior walls
constexpr double kHole = 0.06;              // share of the inside without signal; a basivertebral vein gives some
constexpr double kTrustWithHole = 0.35;     // what metal has done to the endplates nearby cannot be seen
constexpr double kFieldMargin = 1.5;        // mm from the edge of the image within which an outline is cut
constexpr std::size_t kLordoticBodies = 2;  // at the lower end, taller in front (clinical.md, section 1)
constexpr double kMostTrust = 0.97;

constexpr const char* kNoDisc = "its distance to a neighbour is not that of a disc";

class Judge {
public:
  void weigh(double trust, const char* doubt) {
    confidence_ *= trust;
    if (trust < worst_) {
      worst_ = trust;
      doubt_ = doubt;
    }
  }
  [[nodiscard]] Quality verdict() const { return {confidence_, worst_ < 0.8 ? doubt_ : "", false, false}; }

private:
  double confidence_ = kMostTrust, worst_ = 1.0;
  std::string doubt_;
};

/// mm from the outline to the edge of the image; 0 where it leaves the image.
double margin_left(const SagittalStack& stack, const TracedBody& body) {
  const double right = (stack.columns - 1) * stack.pixel_spacing, bottom = (stack.rows - 1) * stack.pixel_spacing;
  const PlaneImage& data = stack.data[static_cast<std::size_t>(stack.nearest_plane(body.box.lateral))];
  double least = std::max(right, bottom);
  for (const PlanePoint& p : body.middle.points)
    least = std::min({least, p.posterior, p.inferior, right - p.posterior, bottom - p.inferior,
                      stack.sample(data, p) < 0.5F ? 0.0 : least});
  return std::max(0.0, least);
}

/// Range of one height over the slab; of four or more planes the one farthest from the median is left out.
double range_of(std::vector<double> heights) {
  if (heights.empty())
    return 0.0;
  std::sort(heights.begin(), heights.end());
  const std::size_t n = heights.size();
  if (n < 4)
    return heights.back() - heights.front();
  return std::min(heights[n - 2] - heights.front(), heights.back() - heights[1]);
}

double spread(const std::vector<PlaneLandmarks>& slab) {
  std::vector<double> anterior, middle, posterior;
  for (const PlaneLandmarks& p : slab) {
    anterior.push_back(length(p.anterior_superior - p.anterior_inferior));
    middle.push_back(length(p.middle_superior - p.middle_inferior));
    posterior.push_back(length(p.posterior_superior - p.posterior_inferior));
  }
  return std::max({range_of(anterior), range_of(middle), range_of(posterior)});
}

double least_stable(const std::array<EdgeEvidence, 3>& edges) {
  double worst = 0.0;
  for (const EdgeEvidence& e : edges)
    worst = std::max(worst, e.stability.value_or(0.0));
  return worst;
}

/// Median ratio of posterior to anterior height over the slab.
double back_to_front(const std::vector<PlaneLandmarks>& slab) {
  std::vector<double> ratios;
  for (const PlaneLandmarks& p : slab)
    ratios.push_back(length(p.posterior_superior - p.posterior_inferior) /
                     std::max(1.0, length(p.anterior_superior - p.anterior_inferior)));
  const auto middle = ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2);
  std::nth_element(ratios.begin(), middle, ratios.end());
  return *middle;
}

double angle_of(const Quad& q) {
  const PlanePoint back = q.towards_posterior();
  return std::atan2(back.inferior, back.posterior) * 180.0 / std::numbers::pi;
}

double wall_step(const Quad& above, const Quad& below) {
  const PlanePoint back = above.towards_posterior() + below.towards_posterior();
  return std::abs(dot(below.posterior_superior - above.posterior_inferior, back) / std::max(1e-6, length(back)));
}

/// Agreement with the bodies above and below, as far as there are any.
void weigh_neighbours(const Quad& quad, const Quad* above, const Quad* below, Judge& judge) {
  double depth = 0.0, height = 0.0, angle = 0.0, step = 1e9, thick = 1.0;
  int count = 0;
  for (const Quad* other : {above, below})
    if (other != nullptr) {
      depth += std::log(other->depth());
      height += std::log(other->height());
      angle += angle_of(*other);
      step = std::min(step, other == above ? wall_step(*above, quad) : wall_step(quad, *below));
      const double disc = other == above ? disc_between(*above, quad) : disc_between(quad, *below);
      const double rims = other == above ? disc_between_rims(*above, quad) : disc_between_rims(quad, *below);
      judge.weigh(kThinDisc.trust(disc), kNoDisc);
      thick = std::min(thick, kThickDisc.trust(rims));
      ++count;
    }
  if (count == 0)
    return;
  judge.weigh(kDepthAgreement.trust(std::abs(std::log(quad.depth()) - depth / count)),
              "its depth does not agree with its neighbours");
  const double alike =
      std::max(kFracturesStay, kHeightAgreement.trust(std::abs(std::log(quad.height()) - height / count)));
  if (thick < alike) // one observation, not two: what a collapsed body loses, the discs about it gain
    judge.weigh(thick, kNoDisc);
  else
    judge.weigh(alike, "its height does not agree with its neighbours: a fracture, or a part of a disc taken in");
  if (count == 2) // at the ends lordosis or kyphosis turns the only neighbour
    judge.weigh(kAngleAgreement.trust(std::abs(angle_of(quad) - angle / count)),
                "its angle does not agree with its neighbours");
  judge.weigh(kWallAgreement.trust(step), "its posterior wall is out of line with its neighbours");
}

} // namespace

std::vector<Quality> judge_bodies(const SagittalStack& stack, const std::vector<std::optional<TracedBody>>& bodies,
                                  const std::vector<SlabLandmarks>& slabs,
                                  const std::vector<std::array<EdgeEvidence, 3>>& edges) {
  std::vector<Quality> out(bodies.size());
  const auto quad_at = [&](std::size_t i) {
    return i < bodies.size() && bodies[i] ? &bodies[i]->middle.quad : nullptr;
  };
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    if (!bodies[i] || slabs[i].planes.empty()) {
      out[i].doubt = "no outline could be traced";
      continue;
    }
    const Outline& outline = bodies[i]->middle;
    Judge judge;
    judge.weigh(kEdge.trust(outline.edge), "its outline is faint");
    judge.weigh(kWeakestSide.trust(outline.weakest_side), "one side of its outline is faint");
    judge.weigh(kUnexplained.trust(outline.unexplained), "its inside is not uniform");
    judge.weigh(outline.hole > kHole ? kTrustWithHole : 1.0, "signal is missing inside, as metal leaves it");
    judge.weigh(kSpread.trust(spread(slabs[i].planes)), "its heights differ between neighbouring planes");
    judge.weigh(kAgreeing.trust(slabs[i].agreeing), "neighbouring planes show other outlines");
    judge.weigh(kStability.trust(least_stable(edges[i])), "its outline changes with where the search begins");
    if (i + kLordoticBodies < bodies.size())
      judge.weigh((i + kLordoticBodies + 1 < bodies.size() ? kBackToFront : kBackToFrontAtL3)
                      .trust(back_to_front(slabs[i].planes)),
                  "its posterior wall is cut short");
    const double margin = margin_left(stack, *bodies[i]);
    judge.weigh(kMarginLeft.trust(margin), "it lies at the edge of the field of view");
    weigh_neighbours(outline.quad, i > 0 ? quad_at(i - 1) : nullptr, quad_at(i + 1), judge);
    out[i] = judge.verdict();
    out[i].hole = outline.hole > kHole;
    out[i].cut = margin < kFieldMargin;
  }
  return out;
}

} // namespace spondyl::segmentation::mr
