#include "tracing.h"

#include "evidence.h"

#include <algorithm>
#include <cmath>
#include <tbb/parallel_for.h>

namespace spondyl::segmentation::mr {
namespace {

constexpr double kRecentred = 5.0;    // mm off the plane of symmetry beyond which a body's own extent is believed
constexpr double kFarthestMove = 8.0; // mm
constexpr int kRecentrings = 2;
constexpr double kLeastArea = 0.5; // of the middle's; planes that show less are the rounded flank

// Engineering choice: bodies lie 5 mm and more apart unless a disc has vanished, and are of like depth even when they
// have collapsed; a disc's bright part is about a third of a body's area.
constexpr double kTouching = 3.5;  // mm between outlines: two endplates, and no disc
constexpr double kDiscArea = 0.55; // of the larger neighbour's area

double area(const Quad& q) {
  return q.height() * q.depth();
}

bool is_disc(const Quad& above, const Quad& quad, const Quad& below) {
  return disc_between(above, quad) < kTouching && disc_between(quad, below) < kTouching &&
         area(quad) < kDiscArea * std::max(area(above), area(below));
}

/// Lateral middle of a body's extent; std::nullopt where the stack cuts it.
std::optional<double> extent_middle(const SagittalStack& stack, const TracedBody& body) {
  if (body.planes.size() < 3 || body.planes.front().plane == 0 || body.planes.back().plane + 1 >= stack.plane_count())
    return std::nullopt;
  double sum = 0.0, weight = 0.0;
  for (const PlaneOutline& p : body.planes) {
    const double a = std::min(area(p.outline.quad), area(body.middle.quad));
    if (a < kLeastArea * area(body.middle.quad))
      continue;
    sum += a * p.plane * stack.plane_spacing;
    weight += a;
  }
  return weight > 0.0 ? std::optional(sum / weight) : std::nullopt;
}

Result<void> follow_all(const SagittalStack& stack, const std::vector<BodyRequest>& requests, OutlineTerms terms,
                        const Progress& progress, Tracing& tracing) {
  tracing.bodies.assign(requests.size(), std::nullopt);
  tbb::parallel_for(std::size_t{0}, requests.size(), [&](std::size_t i) {
    if (tracing.middles[i] && !progress.cancelled())
      tracing.bodies[i] = follow_body(stack, requests[i].box, *tracing.middles[i], terms);
  });
  return progress.check();
}

bool recentre(const SagittalStack& stack, const Tracing& tracing, std::vector<BodyRequest>& requests) {
  bool moved = false;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (!tracing.bodies[i])
      continue;
    const auto middle = extent_middle(stack, *tracing.bodies[i]);
    double& lateral = requests[i].box.lateral;
    if (!middle || std::abs(*middle - lateral) <= kRecentred)
      continue;
    lateral += std::clamp(*middle - lateral, -kFarthestMove, kFarthestMove);
    moved = true;
  }
  return moved;
}

/// The best supported outline of each body, whatever its neighbours.
std::vector<std::optional<Outline>> separate_choice(const std::vector<std::vector<Outline>>& candidates) {
  std::vector<std::optional<Outline>> out;
  for (const auto& of_body : candidates)
    out.push_back(agreeing_outlines({of_body}).front());
  return out;
}

} // namespace

Result<Tracing> trace_middles(const SagittalStack& stack, const std::vector<BodyRequest>& requests, Marrow marrow,
                              const Steps& steps, const Progress& progress, const Tracing* before) {
  Tracing out;
  out.candidates.resize(requests.size());
  tbb::parallel_for(std::size_t{0}, requests.size(), [&](std::size_t i) {
    std::vector<Quad> also = requests[i].starts;
    if (before != nullptr && before->middles[i])
      also.push_back(before->middles[i]->quad);
    if (!progress.cancelled())
      out.candidates[i] = middle_outlines(stack, requests[i].box, steps.terms(marrow), also);
  });
  SPONDYL_CHECK(progress.check());
  out.middles = steps.agreement ? agreeing_outlines(out.candidates) : separate_choice(out.candidates);
  return out;
}

Result<void> follow_bodies(const SagittalStack& stack, std::vector<BodyRequest>& requests, Marrow marrow,
                           const Steps& steps, const Progress& progress, Tracing& tracing) {
  SPONDYL_CHECK(follow_all(stack, requests, steps.terms(marrow), progress, tracing));
  for (int round = 0; round < kRecentrings && steps.recentring && recentre(stack, tracing, requests); ++round) {
    const Tracing before = std::move(tracing);
    SPONDYL_TRY(tracing, trace_middles(stack, requests, marrow, steps, progress, &before));
    SPONDYL_CHECK(follow_all(stack, requests, steps.terms(marrow), progress, tracing));
  }
  tracing.edges.resize(requests.size());
  tbb::parallel_for(std::size_t{0}, requests.size(), [&](std::size_t i) {
    if (tracing.bodies[i] && !progress.cancelled())
      tracing.edges[i] = edge_evidence(stack, *tracing.bodies[i], tracing.candidates[i], steps.terms(marrow));
  });
  return progress.check();
}

bool remove_discs(const Tracing& tracing, std::vector<BodyRequest>& requests) {
  std::vector<BodyRequest> kept;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const bool inner = i > 0 && i + 1 < requests.size() && tracing.middles[i - 1] && tracing.middles[i + 1];
    if (requests[i].seeded || !inner || !tracing.middles[i] ||
        !is_disc(tracing.middles[i - 1]->quad, tracing.middles[i]->quad, tracing.middles[i + 1]->quad))
      kept.push_back(requests[i]);
  }
  const bool removed = kept.size() < requests.size();
  requests = std::move(kept);
  return removed;
}

std::vector<Box> refined_boxes(const std::vector<BodyRequest>& requests, const Tracing& tracing) {
  std::vector<Box> out;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    out.push_back(requests[i].box);
    if (!tracing.middles[i])
      continue;
    const Quad& quad = tracing.middles[i]->quad;
    const PlanePoint back = quad.towards_posterior();
    out.back().centre = quad.centre();
    out.back().height = quad.height();
    out.back().depth = quad.depth();
    out.back().angle = std::atan2(back.inferior, back.posterior);
  }
  return out;
}

} // namespace spondyl::segmentation::mr
