#include "evidence.h"

#include <algorithm>
#include <cmath>

namespace spondyl::segmentation::mr {
namespace {

using Heights = std::array<double, 3>; // in the order of kHeightNames

// Starts about the outline found (engineering choice: about what another box of the detector would differ by).
constexpr double kShift = 3.0; // mm
constexpr double kSize = 0.12; // of height and depth
constexpr double kTurn = 0.1;  // radians
constexpr SearchRange kRange = {5.0, 5.0, 0.35};
constexpr int kRounds = 2;
constexpr double kRival = 0.12;    // of support: outlines that weak against the chosen one are no rivals
constexpr double kSameBody = 0.75; // of the chosen height: less is another hypothesis, that of a collapse, which lost

constexpr double kProfileReach = 3.0, kProfileStep = 0.25; // mm across an edge
constexpr double kLow = 0.1, kHigh = 0.9;                  // of an edge's rise

std::optional<Heights> heights_of(const Outline& outline) {
  const auto p = place_landmarks(outline);
  if (!p)
    return std::nullopt;
  return Heights{length(p->anterior_superior - p->anterior_inferior), length(p->middle_superior - p->middle_inferior),
                 length(p->posterior_superior - p->posterior_inferior)};
}

Quad moved(const Quad& q, double back, double down) {
  const PlanePoint d = q.towards_posterior() * back + q.towards_inferior() * down;
  return {q.anterior_superior + d, q.posterior_superior + d, q.posterior_inferior + d,
          q.anterior_inferior + d, q.superior_bend,          q.inferior_bend};
}

Quad scaled(const Quad& q, double depth, double height) {
  const PlanePoint c = q.centre(), u = q.towards_posterior(), v = q.towards_inferior();
  const auto at = [&](PlanePoint p) { return c + u * (depth * dot(p - c, u)) + v * (height * dot(p - c, v)); };
  return {at(q.anterior_superior), at(q.posterior_superior), at(q.posterior_inferior),
          at(q.anterior_inferior), q.superior_bend,          q.inferior_bend};
}

Quad turned(const Quad& q, double angle) {
  const PlanePoint c = q.centre();
  const double cosine = std::cos(angle), sine = std::sin(angle);
  const auto at = [&](PlanePoint p) {
    const PlanePoint d = p - c;
    return c + PlanePoint{cosine * d.posterior - sine * d.inferior, sine * d.posterior + cosine * d.inferior};
  };
  return {at(q.anterior_superior), at(q.posterior_superior), at(q.posterior_inferior),
          at(q.anterior_inferior), q.superior_bend,          q.inferior_bend};
}

std::vector<Quad> perturbed(const Quad& q) {
  return {moved(q, kShift, 0),     moved(q, -kShift, 0),    moved(q, 0, kShift),     moved(q, 0, -kShift),
          scaled(q, 1, 1 + kSize), scaled(q, 1, 1 - kSize), scaled(q, 1 + kSize, 1), scaled(q, 1 - kSize, 1),
          turned(q, kTurn),        turned(q, -kTurn)};
}

std::optional<Outline> traced_from(const SagittalStack& stack, const PlaneImage& plane, Quad quad, OutlineTerms terms,
                                   double contrast) {
  std::optional<Outline> out;
  for (int round = 0; round < kRounds; ++round) {
    out = trace_outline(stack, plane, quad, kRange, terms, contrast);
    if (!out)
      return std::nullopt;
    quad = out->quad;
  }
  return out;
}

/// 10-90 % width of the fall from the inside to the outside at one point; std::nullopt where there is none.
std::optional<double> edge_width(const SagittalStack& stack, const PlaneImage& plane, PlanePoint at,
                                 PlanePoint outwards, Marrow marrow) {
  const int reach = static_cast<int>(kProfileReach / kProfileStep);
  std::vector<double> values;
  for (int i = -reach; i <= reach; ++i)
    values.push_back((marrow == Marrow::bright ? 1.0 : -1.0) * stack.sample(plane, at + outwards * (i * kProfileStep)));
  const auto middle = values.begin() + reach;
  const auto top = std::max_element(values.begin(), middle + 1), bottom = std::min_element(middle, values.end());
  const double fall = *top - *bottom;
  if (!(fall > 0.0))
    return std::nullopt;
  const auto high = std::find_if(std::make_reverse_iterator(bottom), std::make_reverse_iterator(top),
                                 [&](double v) { return v >= *bottom + kHigh * fall; });
  const auto low = std::find_if(top, bottom, [&](double v) { return v <= *bottom + kLow * fall; });
  return std::max(kProfileStep, static_cast<double>(low - high.base() + 1) * kProfileStep);
}

/// Rays of the two endplates near the landmarks of each height: share of the way from the anterior to the posterior
/// rim.
constexpr std::array<std::array<double, 2>, 3> kShares = {{{0.0, 0.2}, {0.4, 0.6}, {0.8, 1.0}}};

std::optional<double> endplate_width(const SagittalStack& stack, const PlaneImage& plane, const Outline& outline,
                                     std::size_t height, Marrow marrow) {
  std::vector<double> widths;
  const PlanePoint down = outline.quad.towards_inferior();
  const auto collect = [&](std::size_t first, bool superior) {
    const int rays = kRaysOfSide[superior ? 0 : 2];
    for (int i = 0; i < rays; ++i) {
      const double share = superior ? (i + 0.5) / rays : 1.0 - (i + 0.5) / rays;
      if (share < kShares[height][0] || share > kShares[height][1])
        continue;
      const PlanePoint at = outline.points[first + static_cast<std::size_t>(i)];
      if (const auto width = edge_width(stack, plane, at, superior ? down * -1.0 : down, marrow))
        widths.push_back(*width);
    }
  };
  collect(0, true);
  collect(static_cast<std::size_t>(kRaysOfSide[0] + kRaysOfSide[1]), false);
  if (widths.empty())
    return std::nullopt;
  double sum = 0.0;
  for (const double w : widths)
    sum += w;
  return sum / static_cast<double>(widths.size());
}

} // namespace

std::array<EdgeEvidence, 3> edge_evidence(const SagittalStack& stack, const TracedBody& body,
                                          const std::vector<Outline>& candidates, OutlineTerms terms) {
  std::array<EdgeEvidence, 3> out;
  const auto found = heights_of(body.middle);
  if (!found)
    return out;
  const PlaneImage plane = middle_plane(stack, body.box.lateral);
  std::vector<Heights> others;
  const auto add = [&](const Outline& outline) {
    if (const auto heights = heights_of(outline);
        heights && outline_support(outline) > outline_support(body.middle) - kRival)
      others.push_back(*heights);
  };
  for (const Outline& candidate : candidates)
    if (candidate.quad.height() > kSameBody * body.middle.quad.height())
      add(candidate);
  for (const Quad& start : perturbed(body.middle.quad))
    if (const auto outline = traced_from(stack, plane, start, terms, 0.7 * body.middle.contrast))
      add(*outline);
  for (std::size_t k = 0; k < out.size(); ++k) {
    double sum = 0.0;
    for (const Heights& h : others)
      sum += (h[k] - (*found)[k]) * (h[k] - (*found)[k]);
    if (!others.empty())
      out[k].stability = std::sqrt(sum / static_cast<double>(others.size()));
    out[k].edge_width = endplate_width(stack, plane, body.middle, k, terms.marrow);
  }
  return out;
}

} // namespace spondyl::segmentation::mr
