#include "expected_bodies.h"

#include "../common/upper_median.h"

#include <algorithm>
#include <cmath>

namespace spondyl::segmentation::mr {
namespace {

constexpr double kThickestDisc = 6.0, kDiscShare = 0.18; // mm; of the room between two bodies, above and below a third
constexpr double kShortest = 8.0;                        // mm: a collapsed body
constexpr double kMisfitWeight = 0.018;                  // of one squared tolerance, in box scores, as in the chain
constexpr double kLeastScore = 0.8;                      // of a box where a body is known to be, less its misfit
constexpr double kGapCost = 0.3;                         // in box scores, as above; of a body passed over
constexpr double kWholeBody = 0.7;                       // of the last body's height that must fit into the image
constexpr std::size_t kMostAdded = 6;
constexpr double kSignal = 0.4; // of the last body's grey value: less is air, or out of the coil's reach

Quad moved_side(const Quad& of, PlanePoint superior_shift, PlanePoint inferior_shift) {
  return {of.anterior_superior + superior_shift, of.posterior_superior + superior_shift,
          of.posterior_inferior + inferior_shift, of.anterior_inferior + inferior_shift};
}

Box box_of(const Quad& quad, const Box& like, double lateral) {
  Box box = like;
  const PlanePoint back = quad.towards_posterior();
  box.centre = quad.centre();
  box.lateral = lateral;
  box.height = std::max(kShortest, quad.height());
  box.depth = quad.depth();
  box.angle = std::atan2(back.inferior, back.posterior);
  return box;
}

/// The best box for a body between two others; where there is none, one made from the room between them.
BodyRequest body_in_gap(const Box& above, const Box& below, const std::vector<Box>& candidates) {
  const Quad room = room_between(quad_of(above), quad_of(below));
  BodyRequest out;
  out.box = box_of(room, above, 0.5 * (above.lateral + below.lateral));
  out.expected = true;
  if (plausible(room))
    out.starts.push_back(room);
  double best = kLeastScore;
  for (const Box& box : candidates) {
    if (box.score < best)
      continue;
    const auto from_above = neighbour_misfit(above, box), to_below = neighbour_misfit(box, below);
    if (!from_above || !to_below || box.score - kMisfitWeight * (*from_above + *to_below) < best)
      continue;
    best = box.score - kMisfitWeight * (*from_above + *to_below);
    out.box = box;
  }
  return out;
}

/// Where the next body above lies when nothing is known but the last one.
Box next_above(const Box& last) {
  Box box = last;
  box.centre = last.centre - last.towards_inferior() * (last.height + kThickestDisc);
  return box;
}

/// Median grey value inside a box; std::nullopt where some of its middle lies outside of the image.
std::optional<double> grey_inside(const SagittalStack& stack, const Box& box) {
  const std::size_t plane = static_cast<std::size_t>(stack.nearest_plane(box.lateral));
  const double right = (stack.columns - 1) * stack.pixel_spacing, bottom = (stack.rows - 1) * stack.pixel_spacing;
  std::vector<double> values;
  for (int i = -3; i <= 3; ++i)
    for (int j = -3; j <= 3; ++j) {
      const PlanePoint p = box.centre + box.towards_posterior() * (box.depth * i / 8.0) +
                           box.towards_inferior() * (box.height * kWholeBody * j / 6.0);
      if (p.posterior < 0 || p.inferior < 0 || p.posterior > right || p.inferior > bottom ||
          stack.sample(stack.data[plane], p) < 0.5F)
        return std::nullopt;
      values.push_back(stack.sample(stack.planes[plane], p));
    }
  return upper_median(values);
}

/// What is found of the next body above `last`.
struct Next {
  BodyRequest request;
  bool seen = false;
  bool across_gap = false; ///< one body lies between it and `last`
};

Next look_above(const Box& last, const std::vector<Box>& candidates) {
  Next out;
  out.request = {next_above(last), false, std::nullopt, true, {}};
  double best = kLeastScore;
  for (const Box& box : candidates) {
    if (box.score < best || box.centre.inferior >= last.centre.inferior)
      continue;
    const auto direct = neighbour_misfit(box, last), across = misfit_across_gap(box, last);
    const double value = std::max(direct ? box.score - kMisfitWeight * *direct : 0.0,
                                  across ? box.score - kMisfitWeight * *across - kGapCost : 0.0);
    if (value <= best)
      continue;
    best = value;
    out.request.box = box;
    out.seen = true;
    out.across_gap = !direct;
  }
  return out;
}

/// Bodies above `top`, caudal to cranial, until the image ends or shows nothing clear.
std::vector<BodyRequest> bodies_above(const SagittalStack& stack, Box top, const std::vector<Box>& candidates) {
  std::vector<BodyRequest> out;
  const double usual = grey_inside(stack, top).value_or(0.0);
  while (out.size() < kMostAdded) {
    const auto grey = grey_inside(stack, next_above(top));
    if (!grey || *grey < kSignal * usual)
      break;
    const Next next = look_above(top, candidates);
    if (next.across_gap)
      out.push_back(body_in_gap(next.request.box, top, candidates));
    out.push_back(next.request);
    top = next.request.box;
    if (!next.seen)
      break;
  }
  return out;
}

} // namespace

Quad room_between(const Quad& above, const Quad& below) {
  const double disc = std::clamp(kDiscShare * disc_between(above, below), 0.0, kThickestDisc);
  const Quad upper = moved_side(above, {}, above.towards_inferior() * disc);
  const Quad lower = moved_side(below, below.towards_inferior() * -disc, {});
  return {upper.anterior_inferior, upper.posterior_inferior, lower.posterior_superior, lower.anterior_superior};
}

std::vector<BodyRequest> bodies_of_chain(const SagittalStack& stack, const Chain& chain,
                                         const std::vector<Box>& candidates) {
  std::vector<BodyRequest> out;
  if (!chain.boxes.empty())
    out = bodies_above(stack, chain.boxes.front(), candidates);
  std::reverse(out.begin(), out.end());
  for (std::size_t i = 0; i < chain.boxes.size(); ++i) {
    out.push_back({chain.boxes[i], false, std::nullopt, false, {}});
    if (std::find(chain.gaps.begin(), chain.gaps.end(), i) != chain.gaps.end() && i + 1 < chain.boxes.size())
      out.push_back(body_in_gap(chain.boxes[i], chain.boxes[i + 1], candidates));
  }
  return out;
}

} // namespace spondyl::segmentation::mr
