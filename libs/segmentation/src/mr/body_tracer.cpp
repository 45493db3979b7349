#include "body_tracer.h"

#include <algorithm>
#include <cmath>

namespace spondyl::segmentation::mr {
namespace {

constexpr double kSlabHalfWidth = 4.0; // mm (clinical.md, section 2: the local mid-sagittal slab)
/// Searches about the middle, wide first.
constexpr std::array<SearchRange, 5> kRounds = {
    {{6.0, 7.0, 0.0}, {6.0, 6.0, 0.1}, {5.0, 5.0, 0.2}, {5.0, 5.0, 0.35}, {5.0, 5.0, 0.35}}};
constexpr SearchRange kPlaneRange = {5.0, 4.0, 0.35}; // mm about the sides of the neighbouring plane
constexpr double kQuiet = 0.12, kNoisy = 0.3; // noise as a share of the contrast, between which planes are averaged
constexpr int kPlaneRounds = 2;
constexpr double kContrastKept = 0.7;   // of the middle's contrast, at least, in every plane: coils shade sideways
constexpr double kHalfWidth = 0.72;     // of the depth: widths are 1.35 to 1.7 depths from L5 to T10
constexpr double kFrontRecession = 0.9; // times the square of the distance
constexpr double kBackRecession = 0.8, kPedicles = 0.5; // beyond the pedicles
constexpr double kShapeSlack = 0.05;
constexpr double kLeastEdge = 0.18; // edge support below which a plane no longer shows the body
constexpr double kLeastArea = 0.35; // of the middle's area

PlaneImage mean_plane(const SagittalStack& stack, const std::vector<int>& planes) {
  PlaneImage out(stack.columns, stack.rows);
  for (const int k : planes)
    for (std::size_t i = 0; i < out.pixels().size(); ++i)
      out.pixels()[i] += stack.planes[static_cast<std::size_t>(k)].pixels()[i] / static_cast<float>(planes.size());
  return out;
}

double area(const Quad& q) {
  return q.height() * q.depth();
}

/// The sides to expect `away` mm from the middle: the anterior wall recedes like an ellipse, the posterior hardly.
Quad expected_at(const Quad& quad, double depth_of_middle, double before, double away) {
  const auto receded = [&](double x) {
    const double share = std::min(0.95, std::abs(x) / (kHalfWidth * depth_of_middle));
    return depth_of_middle * (1.0 - std::sqrt(1.0 - share * share));
  };
  const double shift = 0.75 * (receded(away) - receded(before));
  Quad out = quad;
  const PlanePoint u = quad.towards_posterior() * shift;
  out.anterior_superior = out.anterior_superior + u;
  out.anterior_inferior = out.anterior_inferior + u;
  return out;
}

std::optional<Outline> trace_rounds(const SagittalStack& stack, const PlaneImage& plane, Quad quad, SearchRange range,
                                    int rounds, OutlineTerms terms, double least_contrast) {
  std::optional<Outline> outline;
  for (int round = 0; round < rounds; ++round) {
    outline = trace_outline(stack, plane, quad, range, terms, least_contrast);
    if (!outline)
      return std::nullopt;
    quad = outline->quad;
  }
  return outline;
}

/// A start relative to the box: sizes, and a shift towards posterior in depths.
struct Start {
  double depth, height, shift;
};
/// Boxes take in the canal, or only half of a body, more often than they miss it (engineering choice).
constexpr std::array<Start, 10> kStarts = {{{1.0, 1.0, 0.0},
                                            {0.8, 1.0, -0.1},
                                            {0.8, 1.0, 0.1},
                                            {1.2, 1.0, 0.1},
                                            {1.2, 1.0, -0.1},
                                            {1.0, 0.8, 0.0},
                                            {1.0, 1.15, 0.0},
                                            {1.0, 0.7, 0.0},
                                            {1.0, 0.55, 0.0},
                                            {1.0, 0.42, 0.0}}};

std::optional<Outline> trace_middle(const SagittalStack& stack, const PlaneImage& middle, Quad quad,
                                    OutlineTerms terms) {
  Outline best;
  for (const SearchRange& range : kRounds) {
    const auto outline = trace_outline(stack, middle, quad, range, terms, kContrastKept * best.contrast);
    if (!outline)
      return std::nullopt;
    const double contrast = std::max(best.contrast, outline->contrast);
    best = *outline;
    best.contrast = contrast;
    quad = outline->quad;
  }
  return best;
}

/// Noise of one plane inside a body as a share of its contrast: how far pixels depart from their neighbours' mean.
double noise_share(const PlaneImage& plane, double pixel_spacing, const Outline& outline) {
  const PlanePoint c = outline.quad.centre() * (1.0 / pixel_spacing);
  const int reach = std::max(3, static_cast<int>(0.3 * outline.quad.height() / pixel_spacing));
  std::vector<double> residuals;
  for (int r = static_cast<int>(c.inferior) - reach; r <= static_cast<int>(c.inferior) + reach; ++r)
    for (int k = static_cast<int>(c.posterior) - reach; k <= static_cast<int>(c.posterior) + reach; ++k)
      if (r > 0 && k > 0 && r + 1 < plane.rows() && k + 1 < plane.columns())
        residuals.push_back(std::abs(plane.at(k, r) - 0.25F * (plane.at(k - 1, r) + plane.at(k + 1, r) +
                                                               plane.at(k, r - 1) + plane.at(k, r + 1))));
  if (residuals.empty())
    return 0.0;
  const auto middle = residuals.begin() + static_cast<std::ptrdiff_t>(residuals.size() / 2);
  std::nth_element(residuals.begin(), middle, residuals.end());
  return 1.48 * *middle / std::sqrt(1.25) / outline.contrast;
}

/// A plane of the slab, drawn towards the slab's mean as far as noise demands it.
PlaneImage steadied(const PlaneImage& plane, const PlaneImage& mean, const SagittalStack& stack,
                    const Outline& outline) {
  const double noise = noise_share(plane, stack.pixel_spacing, outline);
  const float mix = static_cast<float>(std::clamp((noise - kQuiet) / (kNoisy - kQuiet), 0.0, 1.0));
  PlaneImage out = plane;
  for (std::size_t i = 0; i < out.pixels().size(); ++i)
    out.pixels()[i] += mix * (mean.pixels()[i] - out.pixels()[i]);
  return out;
}

/// Keeps an outline beside the middle within what the shape of a body allows there: pedicles, rib heads and vessels
/// touch it sideways. Recession of the walls with the distance from the middle, in depths (medians of manual masks).
void keep_to_shape(const Quad& middle, double away, Outline& outline) {
  const double depth = middle.depth(), x = std::abs(away) / depth;
  const double front = -0.5 + kFrontRecession * x * x - kShapeSlack;
  const double back = 0.5 + kShapeSlack - std::max(0.0, kBackRecession * (x - kPedicles));
  const PlanePoint u = middle.towards_posterior(), c = middle.centre();
  for (PlanePoint& p : outline.points) {
    const double along = dot(p - c, u);
    p = p + u * (std::clamp(along, front * depth, back * depth) - along);
  }
}

/// Follows the body from plane `first` in steps of `direction` until it ends.
std::vector<PlaneOutline> follow(const SagittalStack& stack, const TracedBody& body, int first, int direction,
                                 Quad quad, OutlineTerms terms) {
  std::vector<PlaneOutline> out;
  const PlaneImage middle = middle_plane(stack, body.box.lateral);
  const double depth = body.middle.quad.depth();
  double before = (first - direction) * stack.plane_spacing - body.box.lateral;
  if (before * direction < 0.0)
    before = 0.0;
  for (int k = first; k >= 0 && k < stack.plane_count(); k += direction) {
    const double away = k * stack.plane_spacing - body.box.lateral;
    if (std::abs(away) > kHalfWidth * depth)
      break;
    const PlaneImage& own = stack.planes[static_cast<std::size_t>(k)];
    const PlaneImage mixed = std::abs(away) <= kSlabHalfWidth ? steadied(own, middle, stack, body.middle) : own;
    const auto outline = trace_rounds(stack, mixed, expected_at(quad, depth, before, away), kPlaneRange, kPlaneRounds,
                                      terms, kContrastKept * body.middle.contrast);
    if (!outline || outline->edge < kLeastEdge || area(outline->quad) < kLeastArea * area(body.middle.quad))
      break;
    out.push_back({k, *outline});
    if (std::abs(away) > kSlabHalfWidth)
      keep_to_shape(body.middle.quad, away, out.back().outline);
    quad = outline->quad;
    before = away;
  }
  return out;
}

} // namespace

std::vector<int> slab_planes(const SagittalStack& stack, double lateral) {
  std::vector<int> planes;
  for (int k = 0; k < stack.plane_count(); ++k)
    if (std::abs(k * stack.plane_spacing - lateral) <= kSlabHalfWidth + 1e-6)
      planes.push_back(k);
  if (planes.empty())
    planes.push_back(stack.nearest_plane(lateral));
  return planes;
}

PlaneImage middle_plane(const SagittalStack& stack, double lateral) {
  return mean_plane(stack, slab_planes(stack, lateral));
}

std::vector<Outline> middle_outlines(const SagittalStack& stack, const Box& box, OutlineTerms terms,
                                     const std::vector<Quad>& also) {
  const PlaneImage middle = middle_plane(stack, box.lateral);
  std::vector<Quad> starts;
  for (const Start& start : kStarts) {
    Box changed = box;
    changed.depth *= start.depth;
    changed.height *= start.height;
    changed.centre = box.centre + box.towards_posterior() * (start.shift * box.depth);
    starts.push_back(quad_of(changed));
  }
  starts.insert(starts.end(), also.begin(), also.end());
  std::vector<Outline> out;
  for (const Quad& start : starts)
    if (const auto outline = trace_middle(stack, middle, start, terms))
      out.push_back(*outline);
  return out;
}

TracedBody follow_body(const SagittalStack& stack, const Box& box, const Outline& middle, OutlineTerms terms) {
  TracedBody body;
  body.box = box;
  body.middle = middle;
  const int nearest = stack.nearest_plane(box.lateral);
  std::vector<PlaneOutline> right = follow(stack, body, nearest, -1, middle.quad, terms);
  const Quad start = right.empty() ? middle.quad : right.front().outline.quad;
  const std::vector<PlaneOutline> left = follow(stack, body, nearest + 1, 1, start, terms);
  std::reverse(right.begin(), right.end());
  body.planes = std::move(right);
  body.planes.insert(body.planes.end(), left.begin(), left.end());
  return body;
}

} // namespace spondyl::segmentation::mr
