#include "spine_assembly.h"

#include "../common/numbering.h"
#include "../common/upper_median.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace spondyl::segmentation::mr {
namespace {

constexpr double kLabelOutwards = 0.5; // mm; references draw bodies at the marrow's edge or 1.2 mm outside of it
constexpr double kThickPlanes = 5.0;   // mm; partial volume blurs the endplates of tilted bodies
constexpr double kFailedPlane = 4.0;   // mm of height from the outline in the mean of all planes
constexpr double kNoSignal = 0.15;     // of the marrow's grey value
constexpr double kHoleShare = 0.25;    // of a box
constexpr double kReaderConfidence = 1.0;
constexpr double kExpectedAssessable = 0.5; // confidence that a body needs which only its neighbours ask for

SixPoints to_patient(const SagittalStack& stack, const PlaneLandmarks& p, int plane) {
  const double lateral = plane * stack.plane_spacing;
  const auto at = [&](PlanePoint q) { return stack.to_patient(q, lateral); };
  return {at(p.anterior_superior), at(p.anterior_inferior),  at(p.middle_superior),
          at(p.middle_inferior),   at(p.posterior_superior), at(p.posterior_inferior)};
}

struct PlacedLandmarks {
  int plane;
  PlaneLandmarks points;
};

double largest_difference(const PlaneLandmarks& a, const PlaneLandmarks& b) {
  const auto height = [](PlanePoint p, PlanePoint q) { return length(p - q); };
  return std::max(
      {std::abs(height(a.anterior_superior, a.anterior_inferior) - height(b.anterior_superior, b.anterior_inferior)),
       std::abs(height(a.middle_superior, a.middle_inferior) - height(b.middle_superior, b.middle_inferior)),
       std::abs(height(a.posterior_superior, a.posterior_inferior) -
                height(b.posterior_superior, b.posterior_inferior))});
}

/// Leaves out planes whose outline failed: far from the outline in the mean of all planes. The best one always stays.
void drop_failed_planes(const Outline& middle, std::vector<PlacedLandmarks>& slab) {
  const auto mean = place_landmarks(middle);
  if (!mean || slab.size() < 2)
    return;
  const auto difference = [&](const PlacedLandmarks& p) { return largest_difference(p.points, *mean); };
  std::vector<PlacedLandmarks> kept;
  std::copy_if(slab.begin(), slab.end(), std::back_inserter(kept),
               [&](const PlacedLandmarks& p) { return difference(p) <= kFailedPlane; });
  if (kept.empty())
    kept.push_back(*std::min_element(slab.begin(), slab.end(),
                                     [&](const auto& a, const auto& b) { return difference(a) < difference(b); }));
  slab = std::move(kept);
}

/// Landmarks in those planes about the body's middle that agree, and the share of all planes that they are.
struct PlacedSlab {
  std::vector<PlacedLandmarks> planes;
  double agreeing = 0.0;
};

PlacedSlab slab_landmarks(const SagittalStack& stack, const TracedBody& body) {
  const std::vector<int> slab = slab_planes(stack, body.box.lateral);
  std::vector<PlacedLandmarks> out;
  for (const PlaneOutline& p : body.planes)
    if (std::find(slab.begin(), slab.end(), p.plane) != slab.end())
      if (const auto points = place_landmarks(p.outline))
        out.push_back({p.plane, *points});
  const double all = static_cast<double>(std::max<std::size_t>(1, out.size()));
  drop_failed_planes(body.middle, out);
  return {out, static_cast<double>(out.size()) / all};
}

BodyFrame frame_of(const SagittalStack& stack, const Quad& quad, double lateral) {
  const auto direction = [&](PlanePoint p) {
    return normalized(stack.posterior_axis * p.posterior + stack.inferior_axis * p.inferior);
  };
  return {stack.to_patient(quad.centre(), lateral), -direction(quad.towards_inferior()),
          -direction(quad.towards_posterior()), stack.left_axis};
}

void pass_verdict(const Quality& quality, bool expected, SegmentedBody& body) {
  body.confidence = quality.confidence;
  const auto refuse = [&](std::string reason) {
    body.status = BodyStatus::not_assessable;
    body.reason = std::move(reason);
  };
  if (quality.cut)
    refuse("The body is cut by the field of view.");
  else if (expected && quality.confidence < kExpectedAssessable)
    refuse("A vertebral body must lie here, next to those that were found, but its outline is not clear: it may be "
           "collapsed.");
  else if (quality.confidence < kAssessable)
    refuse("The outline of the body is doubtful: " + quality.doubt + ".");
  else if (!quality.doubt.empty())
    body.warnings.push_back("The outline should be checked: " + quality.doubt + ".");
}

void warn_of_unclear_bodies(const std::vector<BodyRequest>& requests, SegmentedSpine& spine) {
  for (std::size_t i = 0; i < requests.size(); ++i)
    if (requests[i].expected && spine.bodies[i].status == BodyStatus::not_assessable) {
      spine.warnings.emplace_back("Between or above the bodies that were found lies one that was not seen clearly; it "
                                  "may be collapsed, and is counted.");
      return;
    }
}

/// Whether a box that no outline was found in gives next to no signal, against the marrow of the bodies traced.
bool shows_nothing(const SagittalStack& stack, const Box& box, const Tracing& tracing) {
  std::vector<double> marrow, values;
  for (const auto& outline : tracing.middles)
    if (outline)
      marrow.push_back(outline->marrow);
  const PlaneImage plane = middle_plane(stack, box.lateral);
  for (int i = -4; i <= 4; ++i)
    for (int j = -4; j <= 4; ++j)
      values.push_back(stack.sample(plane, box.centre + box.towards_posterior() * (box.depth * i / 10.0) +
                                               box.towards_inferior() * (box.height * j / 10.0)));
  const double dark = kNoSignal * upper_median(marrow);
  const auto count = std::count_if(values.begin(), values.end(), [&](double v) { return v < dark; });
  return !marrow.empty() && static_cast<double>(count) > kHoleShare * static_cast<double>(values.size());
}

std::size_t named(const std::vector<BodyRequest>& requests, std::size_t i) {
  std::size_t best = requests.size(), best_away = std::numeric_limits<std::size_t>::max();
  for (std::size_t k = 0; k < requests.size(); ++k) {
    const std::size_t away = k > i ? k - i : i - k;
    if (requests[k].level && away < best_away) {
      best = k;
      best_away = away;
    }
  }
  return best;
}

void number_from_reader(const std::vector<BodyRequest>& requests, SegmentedSpine& spine) {
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const std::size_t k = named(requests, i);
    SegmentedBody& body = spine.bodies[i];
    body.level_guess = k == i ? requests[k].level : requests[k].level->below(static_cast<int>(i) - static_cast<int>(k));
    body.level_confidence = body.level_guess ? kReaderConfidence : 0.0;
  }
  spine.labelling = {LevelAnchor::reader, kReaderConfidence, "Levels were counted from those a reader named."};
}

} // namespace

SegmentedSpine assemble_spine(const SagittalStack& stack, const std::vector<BodyRequest>& requests,
                              const Tracing& tracing) {
  const std::vector<std::optional<TracedBody>>& traced = tracing.bodies;
  std::vector<SlabLandmarks> slabs(traced.size());
  std::vector<SegmentedBody> bodies(traced.size());
  for (std::size_t i = 0; i < traced.size(); ++i) {
    const Quad quad = traced[i] ? traced[i]->middle.quad : quad_of(requests[i].box);
    bodies[i].frame = frame_of(stack, quad, requests[i].box.lateral);
    if (!traced[i])
      continue;
    const PlacedSlab slab = slab_landmarks(stack, *traced[i]);
    slabs[i].agreeing = slab.agreeing;
    for (const PlacedLandmarks& p : slab.planes) {
      slabs[i].planes.push_back(p.points);
      bodies[i].slab.push_back(to_patient(stack, p.points, p.plane));
    }
  }
  std::vector<Quality> qualities = judge_bodies(stack, traced, slabs, tracing.edges);
  SegmentedSpine spine;
  spine.labels = empty_labels(stack);
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    bodies[i].edges = tracing.edges[i];
    bodies[i].seeded = requests[i].seeded;
    bodies[i].label = static_cast<std::uint8_t>(i + 1);
    if (!traced[i] && shows_nothing(stack, requests[i].box, tracing))
      qualities[i] = {0.0, "signal is missing there, as metal leaves it", false, true};
    pass_verdict(qualities[i], requests[i].expected, bodies[i]);
    if (traced[i])
      draw_body(stack, *traced[i], kLabelOutwards, bodies[i].label, spine.labels);
  }
  spine.bodies = std::move(bodies);
  warn_of_unclear_bodies(requests, spine);
  if (std::any_of(qualities.begin(), qualities.end(), [](const Quality& q) { return q.hole; }))
    spine.warnings.emplace_back("Signal is missing within vertebral bodies, as metal leaves it: what lies near such a "
                                "hole is displaced in the image, and is not measured.");
  if (stack.plane_count() > 1 && stack.plane_spacing > kThickPlanes)
    spine.warnings.push_back("Sagittal planes are more than 5 mm apart: endplates of tilted bodies are blurred.");
  return spine;
}

void number_bodies(const std::vector<BodyRequest>& requests, const SacrumFinding& sacrum, SegmentedSpine& spine) {
  if (std::any_of(requests.begin(), requests.end(), [](const BodyRequest& r) { return r.level.has_value(); }))
    return number_from_reader(requests, spine);
  if (!sacrum.first_sacral || sacrum.presacral == 0) {
    spine.labelling.note = "The sacrum was not found in the field of view; bodies are counted only.";
    return;
  }
  number_from(spine.bodies, sacrum.presacral - 1, *VertebraLevel::parse("L5"), sacrum.confidence);
  spine.labelling = {
      LevelAnchor::sacrum, sacrum.confidence,
      "The lowest body above the sacrum was taken as L5; a transitional vertebra would shift all levels."};
}

} // namespace spondyl::segmentation::mr
