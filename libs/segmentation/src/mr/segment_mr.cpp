#include "segment_mr.h"

#include "chain.h"
#include "expected_bodies.h"
#include "mid_sagittal.h"
#include "spine_assembly.h"
#include "tracing.h"

#include <algorithm>

namespace spondyl::segmentation::mr {
namespace {

constexpr std::size_t kFewestBodies = 3;  // of an automatic chain; two boxes in line are found in any image
constexpr double kLeastMeanScore = 1.2;   // of the chain's boxes
constexpr double kConvincingChain = 2.5;  // score of a chain that needs no second look; exams of five bodies reach 3.5
constexpr double kDarkerCortex = 0.7;     // of the support for dark marrow that outlines against darker cortex need
constexpr double kDarkMarrowTrust = 0.6;  // of the confidence
constexpr double kSeedLateralReach = 4.0; // mm between a click and the plane of symmetry
constexpr double kSurenessOfSacrum = 0.5; // below it S1 may be a lumbar body
constexpr double kLeastSacralEdge = 0.35; // mean edge support of an outline of S1
constexpr std::size_t kMostBodies = 25;   // presacral vertebrae of a whole spine, and one

Error no_spine(std::string why) {
  return {ErrorCode::not_measurable, "No spine was found in this MR volume: " + std::move(why),
          "Sagittal planes through lumbar or lower thoracic vertebral bodies are needed; body centres can be given."};
}

/// Puts every box onto the plane of symmetry.
Result<void> place_laterally(const SagittalStack& stack, std::vector<BodyRequest>& requests, const Steps& steps,
                             const Progress& progress) {
  std::vector<Box> boxes;
  for (const BodyRequest& r : requests)
    boxes.push_back(r.box);
  std::vector<double> middle(requests.size(), 0.5 * stack.width());
  if (steps.mid_sagittal) {
    SPONDYL_TRY(middle, mid_sagittal_curve(stack, boxes, progress));
  }
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const double clicked = requests[i].box.lateral;
    requests[i].box.lateral = requests[i].seeded ? std::clamp(middle[i], std::max(0.0, clicked - kSeedLateralReach),
                                                              std::min(stack.width(), clicked + kSeedLateralReach))
                                                 : middle[i];
  }
  return {};
}

/// What the search over the whole volume found.
struct Search {
  std::vector<Box> boxes;
  Chain chain;
  Marrow marrow = Marrow::bright;
};

double mean_score(const Chain& chain) {
  double sum = 0.0;
  for (const Box& box : chain.boxes)
    sum += box.score;
  return chain.boxes.empty() ? 0.0 : sum / static_cast<double>(chain.boxes.size());
}

Result<Search> search_for(const std::vector<Slab>& slabs, Marrow marrow, const Steps& steps, const Progress& progress) {
  Search out;
  out.marrow = marrow;
  SPONDYL_TRY(out.boxes, detect_boxes(slabs, marrow, progress));
  SPONDYL_TRY(out.chain, best_chain(out.boxes, progress, steps.second_pass ? 2 : 0));
  return out;
}

/// Bright marrow first; dark marrow (fat suppressed) only where that shows no convincing spine.
Result<Search> search(const SagittalStack& stack, const Steps& steps, const Progress& progress) {
  SPONDYL_TRY(const std::vector<Slab> slabs, normalised_slabs(stack, progress.part(0.05, 0.1)));
  progress.report(0.1, "Looking for vertebral bodies");
  SPONDYL_TRY(Search bright, search_for(slabs, Marrow::bright, steps, progress));
  if (bright.chain.score >= kConvincingChain)
    return bright;
  progress.report(0.4, "Looking for vertebral bodies with dark marrow");
  SPONDYL_TRY(Search dark, search_for(slabs, Marrow::dark, steps, progress));
  return dark.chain.score > bright.chain.score ? dark : bright;
}

Result<void> require_spine(const Chain& chain) {
  if (chain.boxes.size() < kFewestBodies)
    return tl::make_unexpected(no_spine("fewer than three vertebral bodies in a row were seen."));
  if (mean_score(chain) < kLeastMeanScore)
    return tl::make_unexpected(no_spine("what looks like vertebral bodies is too faint."));
  return {};
}

Result<std::vector<BodyRequest>> wanted_bodies(const SagittalStack& stack, const Request& request,
                                               const Search& found) {
  if (!request.seeds.empty())
    return bodies_for_seeds(stack, request.seeds, found.chain.boxes, found.boxes);
  SPONDYL_CHECK(require_spine(found.chain));
  std::vector<BodyRequest> out = bodies_of_chain(stack, found.chain, found.boxes);
  out.resize(std::min(out.size(), kMostBodies));
  return out;
}

/// Drops what the sacrum took of the chain and adds what the chain left out above it. Seeded bodies stay.
bool settle_lower_end(const SacrumFinding& sacrum, std::vector<BodyRequest>& requests) {
  const std::size_t before = requests.size();
  while (requests.size() > sacrum.presacral && !requests.back().seeded)
    requests.pop_back();
  if (sacrum.missed && !requests.back().seeded) {
    requests.push_back({*sacrum.missed, false, std::nullopt, false, {}});
    requests.back().box.lateral = requests[requests.size() - 2].box.lateral;
    return true;
  }
  return requests.size() != before;
}

double total_support(const Tracing& tracing) {
  double sum = 0.0;
  for (const auto& outline : tracing.middles)
    sum += outline ? outline->edge - outline->unexplained : 0.0;
  return sum;
}

/// How the outlines of a spine found with dark marrow run: most often cortex is darker still.
Result<Marrow> traced_marrow(const SagittalStack& stack, const std::vector<BodyRequest>& requests, Marrow found,
                             const Steps& steps, const Progress& progress) {
  if (found == Marrow::bright)
    return Marrow::bright;
  SPONDYL_TRY(const Tracing bright, trace_middles(stack, requests, Marrow::bright, steps, progress));
  SPONDYL_TRY(const Tracing dark, trace_middles(stack, requests, Marrow::dark, steps, progress));
  return total_support(bright) > kDarkerCortex * total_support(dark) ? Marrow::bright : Marrow::dark;
}

/// An automatic result of which most of what was seen cannot be assessed shows no spine.
Result<void> require_sound_bodies(const std::vector<BodyRequest>& requests, const SegmentedSpine& spine) {
  if (std::any_of(requests.begin(), requests.end(), [](const BodyRequest& r) { return r.seeded; }))
    return {};

  std::size_t measured = 0, whole = 0;
  for (std::size_t i = 0; i < spine.bodies.size(); ++i) {
    const SegmentedBody& body = spine.bodies[i];
    measured += body.status == BodyStatus::measured ? 1U : 0U;
    whole += body.status == BodyStatus::measured || (body.confidence < kAssessable && !requests[i].expected) ? 1U : 0U;
  }
  if (measured == 0 || 2 * measured < whole)
    return tl::make_unexpected(no_spine("most of what looks like vertebral bodies has no clear outline."));
  return {};
}

void distrust_dark_marrow(SegmentedSpine& spine) {
  spine.warnings.emplace_back("Marrow is as dark as cortex: outlines follow the inner border of what surrounds the "
                              "bodies, and heights come out too large.");
  for (SegmentedBody& body : spine.bodies)
    body.confidence *= kDarkMarrowTrust;
}

SacrumFinding lower_end(const SagittalStack& stack, const std::vector<BodyRequest>& requests, const Tracing& tracing,
                        const std::vector<Box>& boxes, const Steps& steps) {
  SacrumFinding none;
  none.presacral = requests.size();
  if (!steps.sacrum)
    return none;
  return find_sacrum(refined_boxes(requests, tracing), boxes,
                     {(stack.columns - 1) * stack.pixel_spacing, (stack.rows - 1) * stack.pixel_spacing});
}

/// Superior endplate of S1, traced in the plane of the body above it.
std::optional<EndplateLine> sacral_endplate(const SagittalStack& stack, const SacrumFinding& sacrum,
                                            const std::vector<BodyRequest>& requests, Marrow marrow,
                                            const Steps& steps) {
  if (!sacrum.first_sacral || sacrum.confidence < kSurenessOfSacrum || requests.empty())
    return std::nullopt;
  Box s1 = *sacrum.first_sacral;
  s1.lateral = requests.back().box.lateral;
  const auto outline = agreeing_outlines({middle_outlines(stack, s1, steps.terms(marrow))}).front();
  if (!outline || outline->edge < kLeastSacralEdge)
    return std::nullopt;
  return EndplateLine{stack.to_patient(outline->quad.anterior_superior, s1.lateral),
                      stack.to_patient(outline->quad.posterior_superior, s1.lateral)};
}

Result<SegmentedSpine> measure(const SagittalStack& stack, std::vector<BodyRequest> requests, const Search& found,
                               const Steps& steps, const Progress& progress) {
  SPONDYL_CHECK(place_laterally(stack, requests, steps, progress));
  progress.report(0.75, "Tracing outlines");
  SPONDYL_TRY(const Marrow marrow, traced_marrow(stack, requests, found.marrow, steps, progress));
  SPONDYL_TRY(Tracing tracing, trace_middles(stack, requests, marrow, steps, progress));
  if (remove_discs(tracing, requests)) {
    SPONDYL_TRY(tracing, trace_middles(stack, requests, marrow, steps, progress));
  }
  SacrumFinding sacrum = lower_end(stack, requests, tracing, found.boxes, steps);
  if (settle_lower_end(sacrum, requests)) {
    SPONDYL_TRY(tracing, trace_middles(stack, requests, marrow, steps, progress));
    sacrum.presacral = std::min(requests.size(), sacrum.presacral + (sacrum.missed ? 1U : 0U));
  }
  progress.report(0.85, "Following bodies from plane to plane");
  SPONDYL_CHECK(follow_bodies(stack, requests, marrow, steps, progress, tracing));
  SegmentedSpine spine = assemble_spine(stack, requests, tracing);
  SPONDYL_CHECK(require_sound_bodies(requests, spine));
  number_bodies(requests, sacrum, spine);
  spine.sacral_endplate = sacral_endplate(stack, sacrum, requests, marrow, steps);
  if (marrow == Marrow::dark)
    distrust_dark_marrow(spine);
  progress.report(1.0, "Done");
  return spine;
}

} // namespace

Result<SegmentedSpine> segment_spine(const Volume& volume, const Request& request, const Progress& progress) {
  SPONDYL_CHECK(progress.check());
  progress.report(0.0, "Reading sagittal planes");
  SPONDYL_TRY(SagittalStack stack, make_sagittal_stack(volume, progress));
  const Steps steps = steps_of(request);
  SPONDYL_TRY(const Search found, search(stack, steps, progress));
  SPONDYL_TRY(const std::vector<BodyRequest> requests, wanted_bodies(stack, request, found));
  SPONDYL_CHECK(remove_shading(stack, progress));
  return measure(stack, requests, found, steps, progress);
}

} // namespace spondyl::segmentation::mr
