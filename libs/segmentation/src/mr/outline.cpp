#include "outline.h"

#include "closed_path.h"
#include "ray_cost.h"

#include <algorithm>
#include <cmath>

namespace spondyl::segmentation::mr {
namespace {

constexpr float kStepCost = 0.03F;   // of one squared step between neighbouring rays, relative to a complete edge
constexpr int kLargestStep = 2;      // steps between neighbouring rays
constexpr double kNotMarrow = 0.5;   // of the contrast
constexpr double kNoSignal = 0.15;   // of the marrow's grey value
constexpr double kInnerShare = 0.84; // of height and depth that must be explained by marrow
// A line like an endplate inside an outline: another body's border or a disc was taken in.
constexpr double kOwnEndplate = 3.0;                 // mm inside the outline that its own endplates may take
constexpr double kLineStep = 0.75;                   // mm between samples
constexpr double kLineStart = 0.35, kLineFull = 0.7; // of the contrast: a line, seen through partial volume
constexpr int kRimRays = 4;                          // at both rims, where corners are cut

/// What share of the inside is not marrow, and what share of it gives next to no signal.
void judge_inside(const SagittalStack& stack, const PlaneImage& plane, const MarrowModel& model, const Quad& quad,
                  Outline& outline) {
  int off = 0, hole = 0, all = 0;
  for (int i = 1; i < 20; ++i)
    for (int j = 1; j < 20; ++j, ++all) {
      const double u = 0.5 + kInnerShare * (j / 20.0 - 0.5), v = 0.5 + kInnerShare * (i / 20.0 - 0.5);
      const PlanePoint top = quad.anterior_superior * (1 - u) + quad.posterior_superior * u;
      const PlanePoint bottom = quad.anterior_inferior * (1 - u) + quad.posterior_inferior * u;
      const PlanePoint p = top * (1 - v) + bottom * v;
      const double value = stack.sample(plane, p);
      off += std::abs(value - model.at(p)) > kNotMarrow * model.contrast ? 1 : 0;
      hole += value < kNoSignal * model.level ? 1 : 0;
    }
  outline.unexplained = static_cast<double>(off) / all;
  outline.hole = static_cast<double>(hole) / all;
}

/// How much of a line like an endplate one column from `endplate` to the body's middle crosses, 0..1.
double line_crossed(const SagittalStack& stack, const PlaneImage& plane, const MarrowModel& model, PlanePoint endplate,
                    PlanePoint middle) {
  const PlanePoint inwards = unit(middle - endplate);
  double most = 0.0;
  for (double t = kOwnEndplate; t <= length(middle - endplate); t += kLineStep) {
    const PlanePoint p = endplate + inwards * t;
    most = std::max(most, std::abs(stack.sample(plane, p) - model.at(p)) / model.contrast);
  }
  return std::clamp((most - kLineStart) / (kLineFull - kLineStart), 0.0, 1.0);
}

/// The larger share of the two endplates that has a second line inside of it.
double share_with_inner_line(const SagittalStack& stack, const PlaneImage& plane, const MarrowModel& model,
                             const std::vector<PlanePoint>& points) {
  const int first = kRimRays, last = kRaysOfSide[0] - kRimRays;
  const std::size_t inferior = static_cast<std::size_t>(kRaysOfSide[0] + kRaysOfSide[1]);
  double above = 0.0, below = 0.0;
  for (int i = first; i < last; ++i) {
    const PlanePoint top = points[static_cast<std::size_t>(i)];
    const PlanePoint bottom = points[inferior + static_cast<std::size_t>(kRaysOfSide[2] - 1 - i)];
    const PlanePoint middle = (top + bottom) * 0.5;
    above += line_crossed(stack, plane, model, top, middle);
    below += line_crossed(stack, plane, model, bottom, middle);
  }
  return std::max(above, below) / (last - first);
}

void judge_edges(const std::vector<float>& edges, Outline& outline) {
  double total = 0.0;
  outline.weakest_side = 1.0;
  std::size_t first = 0;
  for (const int count : kRaysOfSide) {
    double side = 0.0;
    for (std::size_t i = first; i < first + static_cast<std::size_t>(count); ++i)
      side += edges[i];
    total += side;
    outline.weakest_side = std::min(outline.weakest_side, side / count);
    first += static_cast<std::size_t>(count);
  }
  outline.edge = total / static_cast<double>(kRays);
}

bool has_image(const SagittalStack& stack, const Quad& quad) {
  const PlanePoint c = quad.centre();
  return c.posterior >= 0.0 && c.inferior >= 0.0 && c.posterior <= (stack.columns - 1) * stack.pixel_spacing &&
         c.inferior <= (stack.rows - 1) * stack.pixel_spacing;
}

} // namespace

std::optional<Outline> trace_outline(const SagittalStack& stack, const PlaneImage& plane, const Quad& start,
                                     SearchRange range, OutlineTerms terms, double least_contrast) {
  if (!plausible(start) || !has_image(stack, start))
    return std::nullopt;
  const auto model = fit_marrow(stack, plane, start, terms, least_contrast);
  if (!model)
    return std::nullopt;
  const std::vector<Ray> rays = rays_of(start);
  const std::size_t states = static_cast<std::size_t>((range.inwards + range.outwards) / kRayStep) + 1;
  std::vector<float> cost(kRays * states), edge(kRays * states);
  RayCost ray_cost(stack, plane, *model, terms);
  for (std::size_t r = 0; r < kRays; ++r)
    ray_cost.evaluate(rays[r], range.inwards, states, &cost[r * states], &edge[r * states]);
  const std::vector<int> path = cheapest_closed_path(cost, kRays, states, kLargestStep, kStepCost);
  Outline outline;
  std::vector<float> edges(kRays);
  for (std::size_t r = 0; r < kRays; ++r) {
    const double offset = ray_cost.half_maximum(rays[r], range.inwards, states, path[r]) * kRayStep - range.inwards;
    outline.points.push_back(rays[r].base + rays[r].normal * offset);
    edges[r] = edge[r * states + static_cast<std::size_t>(path[r])];
  }
  const auto quad = fitted_quad(outline.points, start, range.taper);
  if (!quad || !plausible(*quad))
    return std::nullopt;
  outline.quad = *quad;
  outline.marrow = model->level;
  outline.contrast = model->contrast;
  judge_edges(edges, outline);
  judge_inside(stack, plane, *model, *quad, outline);
  outline.inner_line = share_with_inner_line(stack, plane, *model, outline.points);
  return outline;
}

} // namespace spondyl::segmentation::mr
