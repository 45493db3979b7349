#include "segment_ct.h"
#include "assemble.h"
#include "canal.h"
#include "landmarks.h"
#include "shape_body.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <tbb/parallel_for.h>

namespace spondyl::segmentation::ct {

namespace {

std::vector<PatientPoint> centres_of(const std::vector<Seed>& seeds) {
  std::vector<PatientPoint> centres;
  for (const Seed& seed : seeds)
    centres.push_back(seed.centre);
  return centres;
}

Volume crop_to_spine(const Volume& volume, const NoData& no_data, const SpineCurve& curve, const BodyAxis& axis) {
  constexpr double kBesideBody = 48.0, kBehindCanal = 15.0; // mm
  PatientBox box;
  for (int s = 0; s < curve.size(); s += 5) {
    box.include(axis.centre(curve, s), kBesideBody);
    box.include(curve[s].centre, kBehindCanal);
  }
  return crop(volume, no_data, box);
}

/// The voxel's extent along the spine, mm: slice spacing of axial stacks, pixel spacing of sagittal ones.
double extent_along(const VolumeGeometry& geometry, PatientVector superior) {
  return std::max({geometry.column_spacing * std::abs(dot(geometry.column_axis, superior)),
                   geometry.row_spacing * std::abs(dot(geometry.row_axis, superior)),
                   geometry.slice_spacing * std::abs(dot(geometry.slice_axis, superior))});
}

/// Runs `outline(i)` for every body, in parallel; an error once cancelled.
template <typename Outline>
Result<void> for_bodies(std::vector<BodyShape>& shapes, const Progress& progress, Outline outline) {
  std::atomic<bool> stopped = false;
  tbb::parallel_for(std::size_t{0}, shapes.size(), [&](std::size_t i) {
    if (stopped || progress.cancelled())
      stopped = true;
    else
      shapes[i] = outline(i);
  });
  return progress.check();
}

Result<std::vector<BodyShape>> outline_bodies(const VolumeSampler& sampler, const SpineCurve& curve,
                                              const BodyAxis& axis, const Column& column, const Steps& steps,
                                              const Progress& progress) {
  std::vector<DiscPlane> discs = column.discs;
  std::vector<BodyShape> shapes(discs.size() - 1);
  SPONDYL_CHECK(for_bodies(shapes, progress, [&](std::size_t i) {
    return outline_body(sampler, curve, discs[i], discs[i + 1], axis[(discs[i].s + discs[i + 1].s) / 2].radius, steps);
  }));
  // The outermost discs have one neighbour only: their inclination is a guess that may cut off a rim.
  discs.front() = refine_end_disc(discs.front(), shapes.front(), true);
  discs.back() = refine_end_disc(discs.back(), shapes.back(), false);
  SPONDYL_CHECK(for_bodies(shapes, progress, [&](std::size_t i) {
    const bool moved = (i == 0 && discs.front().normal != column.discs.front().normal) ||
                       (i + 1 == shapes.size() && discs.back().normal != column.discs.back().normal);
    return moved ? outline_body(sampler, curve, discs[i], discs[i + 1], axis[(discs[i].s + discs[i + 1].s) / 2].radius,
                                steps)
                 : shapes[i];
  }));
  if (!steps.second_outline)
    return shapes;
  progress.report(0.5, "Refining outlines");
  for (std::size_t i = 1; i < shapes.size(); ++i)
    if (column.cut(i - 1) == column.cut(i)) // the outline of a cut body is no guide
      discs[i] = refine_disc(discs[i], shapes[i - 1], shapes[i]);
    else
      discs[i] =
          column.cut(i) ? refine_end_disc(discs[i], shapes[i - 1], false) : refine_end_disc(discs[i], shapes[i], true);
  discs.front() = refine_end_disc(discs.front(), shapes.front(), true);
  discs.back() = refine_end_disc(discs.back(), shapes.back(), false);
  SPONDYL_CHECK(for_bodies(shapes, progress, [&](std::size_t i) {
    return refine_body(sampler, curve, discs[i], discs[i + 1], shapes[i], steps);
  }));
  for (std::size_t i = 1; i < shapes.size(); ++i)
    separate(shapes[i - 1], shapes[i]);
  return shapes;
}

/// The canal's curve through the volume. Errors: `not_measurable`, `cancelled`.
Result<SpineCurve> find_curve(const FindingGrid& grid, MarrowDensity marrow, const std::vector<PatientPoint>& seeds,
                              const Progress& progress) {
  SPONDYL_TRY(const CanalScore score, score_canal(grid, marrow, progress));
  progress.report(0.6, "Tracing the spinal canal");
  SPONDYL_CHECK(progress.check());
  SpineCurve curve(grid, trace_canal(grid, score, seeds, progress));
  SPONDYL_CHECK(progress.check());
  if (curve.empty())
    return failure(ErrorCode::not_measurable, "No spinal canal was seen in this volume.");
  return curve;
}

/// A few bodies need a plainer rhythm than many: a skull base shows one accidental pair of discs, never a column.
bool has_vertebral_rhythm(const DiscProfile& profile, const std::vector<int>& chain) {
  const double wanted = 0.4 + 0.4 / static_cast<double>(chain.size() - 1);
  return vertebral_rhythm(profile, chain) >= wanted;
}

bool stands_on_its_head(const DiscProfile& profile, const std::vector<int>& chain) {
  constexpr std::size_t kEnough = 4; // bodies; fewer prove nothing
  constexpr double kClearly = 0.05;  // upright scans show the opposite by 0.1 to 0.7
  return chain.size() > kEnough && inverted_rhythm(profile, chain) > vertebral_rhythm(profile, chain) + kClearly;
}

/// Where the first sacral segment ends: the next disc of the chain, or about a segment below the lumbosacral one.
DiscPlane sacral_end(const std::vector<DiscPlane>& discs, std::size_t lumbosacral, const BodyAxis& axis) {
  constexpr double kSegment = 30.0; // mm
  if (lumbosacral + 1 < discs.size())
    return discs[lumbosacral + 1];
  DiscPlane end = discs[lumbosacral];
  end.centre = end.centre - end.normal * kSegment;
  end.s = std::min(end.s + static_cast<int>(kSegment), static_cast<int>(axis.at.size()) - 1);
  return end;
}

/// The sacrum's upper rim in the middle plane of its slab, when its edge is seen and lies in the image.
std::optional<EndplateLine> sacral_endplate(const BodyShape& sacrum, const Steps& steps) {
  constexpr double kUnseen = 0.4, kMissing = 0.05;
  const std::vector<SixPoints> slab = place_landmarks(sacrum, steps);
  if (slab.empty() || sacrum.superior_unseen > kUnseen || sacrum.missing_endplate > kMissing)
    return std::nullopt;
  const SixPoints& middle = slab[slab.size() / 2];
  return EndplateLine{middle.anterior_superior, middle.posterior_superior};
}

/// Everything between the canal and the outlines. Errors: `not_measurable`, `cancelled`.
Result<Findings> find_bodies(const Volume& volume, const NoData& no_data, const FindingGrid& grid,
                             const SpineCurve& curve, const std::vector<PatientPoint>& seeds, const Steps& steps,
                             const Progress& progress) {
  progress.report(0.0, "Looking for vertebral bodies");
  Findings found{curve, {}, {}, {}, {}, {}, {}, 1.0, steps};
  const StraightTube tube = straighten(grid, curve);
  found.axis = find_body_axis(tube, curve, seeds, steps);
  SPONDYL_CHECK(progress.check());
  const Volume near = crop_to_spine(volume, no_data, curve, found.axis);
  const VolumeSampler sampler(near);
  SPONDYL_TRY(const DiscProfile profile, profile_discs(sampler, tube, curve, found.axis, progress));
  std::vector<int> seed_frames;
  for (const PatientPoint& seed : seeds)
    seed_frames.push_back(curve.nearest(seed));
  const std::vector<int> chain = chain_discs(profile, found.axis, seed_frames, steps);
  if (chain.size() < 2)
    return failure(ErrorCode::not_measurable, "No vertebral bodies were seen in front of the spinal canal.");
  if (seeds.empty() && steps.pedicle_phase && !has_vertebral_rhythm(profile, chain))
    return failure(ErrorCode::not_measurable,
                   "Bone around a canal was seen, but not the regular change of pedicles and foramina of a spine.");
  if (seeds.empty() && steps.pedicle_phase && stands_on_its_head(profile, chain))
    return failure(ErrorCode::not_measurable,
                   "The pedicles join the lower halves of the bodies: the images seem to be stored upside down.");
  std::vector<DiscPlane> discs =
      with_presumed_discs(profile, curve, found.axis, orient_discs(profile, curve, found.axis, chain, steps));
  found.sacrum = find_sacrum(tube, curve, found.axis, discs);
  const DiscPlane below_s1 = found.sacrum ? sacral_end(discs, found.sacrum->disc, found.axis) : DiscPlane{};
  if (found.sacrum) { // what lies below is the sacrum: not a body to be measured
    discs.resize(found.sacrum->disc + 1);
    found.column.discs = std::move(discs);
  } else
    found.column = complete_column(grid, profile, curve, found.axis, std::move(discs));
  SPONDYL_CHECK(progress.check());
  SPONDYL_TRY(found.shapes, outline_bodies(sampler, curve, found.axis, found.column, steps, progress.part(0.4, 1.0)));
  found.ribs = find_ribs(grid, curve, found.axis, found.column.discs);
  if (found.sacrum)
    found.sacral_endplate = sacral_endplate(
        outline_body(sampler, curve, found.column.discs.back(), below_s1, found.axis[below_s1.s].radius, steps), steps);
  found.slice_along = extent_along(volume.geometry(), curve[curve.size() / 2].superior);
  return found;
}

/// One pass from the grid to the assembled answer. `guide`: the seeds' centres, or nothing for an automatic search.
Result<SegmentedSpine> search(const Volume& volume, const NoData& no_data, const FindingGrid& grid,
                              MarrowDensity marrow, const std::vector<PatientPoint>& guide,
                              const std::vector<Seed>& seeds, const Steps& steps, const Progress& progress) {
  SPONDYL_TRY(const SpineCurve curve, find_curve(grid, marrow, guide, progress.part(0.0, 0.3)));
  SPONDYL_TRY(const Findings findings,
              find_bodies(volume, no_data, grid, curve, guide, steps, progress.part(0.3, 0.9)));
  progress.report(0.9, "Placing landmarks");
  SegmentedSpine spine = assemble(findings, seeds);
  SPONDYL_CHECK(progress.check());
  return spine;
}

bool any_measured(const SegmentedSpine& spine) {
  return std::any_of(spine.bodies.begin(), spine.bodies.end(),
                     [](const SegmentedBody& body) { return body.status == BodyStatus::measured; });
}

std::size_t measured_seeds(const Result<SegmentedSpine>& spine) {
  return !spine ? 0
                : static_cast<std::size_t>(
                      std::count_if(spine->bodies.begin(), spine->bodies.end(), [](const SegmentedBody& b) {
                        return b.seeded && b.status == BodyStatus::measured;
                      }));
}

std::size_t measured_bodies(const Result<SegmentedSpine>& spine) {
  return !spine ? 0
                : static_cast<std::size_t>(
                      std::count_if(spine->bodies.begin(), spine->bodies.end(),
                                    [](const SegmentedBody& body) { return body.status == BodyStatus::measured; }));
}

/// Whether the column breaks off or has holes. At its ends only what is less certain than a body cut by the image
/// counts.
bool is_patchy(const Result<SegmentedSpine>& spine) {
  constexpr double kCut = 0.3;
  constexpr std::size_t kFew = 2, kFewest = 3;
  if (!spine)
    return spine.error().code == ErrorCode::not_measurable;
  std::size_t missing = 0;
  for (std::size_t i = 0; i < spine->bodies.size(); ++i) {
    const SegmentedBody& body = spine->bodies[i];
    const bool end = i == 0 || i + 1 == spine->bodies.size();
    missing += body.status != BodyStatus::measured && (!end || body.confidence < kCut) ? 1U : 0U;
  }
  return missing >= kFew || measured_bodies(spine) < kFewest;
}

/// Searches without guidance; a patchy column once more as an osteoporotic one, which is taken if it holds more bodies.
Result<SegmentedSpine> automatic_search(const Volume& volume, const NoData& no_data, const FindingGrid& grid,
                                        const std::vector<Seed>& seeds, const Steps& steps, const Progress& progress) {
  Result<SegmentedSpine> usual =
      search(volume, no_data, grid, MarrowDensity::usual, {}, seeds, steps, progress.part(0.0, 0.85));
  if (!is_patchy(usual))
    return usual;
  Result<SegmentedSpine> again =
      search(volume, no_data, grid, MarrowDensity::osteoporotic, {}, seeds, steps, progress.part(0.85, 1.0));
  if (!again && again.error().code == ErrorCode::cancelled)
    return again;
  return measured_bodies(again) > measured_bodies(usual) ? again : usual;
}

/// Seeds only guide the search where the automatic one leaves a seed without a measured body, and only if that helps.
Result<SegmentedSpine> search_with_seeds(const Volume& volume, const NoData& no_data, const FindingGrid& grid,
                                         const std::vector<Seed>& seeds, const Steps& steps, const Progress& progress) {
  Result<SegmentedSpine> automatic = automatic_search(volume, no_data, grid, seeds, steps, progress.part(0.0, 0.5));
  if (measured_seeds(automatic) == seeds.size() || (!automatic && automatic.error().code == ErrorCode::cancelled))
    return automatic;
  Result<SegmentedSpine> guided =
      search(volume, no_data, grid, MarrowDensity::usual, centres_of(seeds), seeds, steps, progress.part(0.5, 1.0));
  const bool better = !automatic || measured_seeds(guided) > measured_seeds(automatic);
  Result<SegmentedSpine>& best = better ? guided : automatic;
  if (!best && best.error().code == ErrorCode::not_measurable)
    return seeds_only(seeds, best.error().message);
  if (best && !any_measured(*best))
    return seeds_only(seeds, "No vertebral body could be outlined near the reader's mark.");
  return best;
}

} // namespace

std::vector<SkippableStep> skippable_steps() {
  return {{"ct.lateral_penalty", "keeps the body axis near the canal's midline, off an enhanced aorta"},
          {"ct.pedicle_phase", "tells discs from stripes by the pedicles, which join the upper half of a body"},
          {"ct.joint_tilt", "inclines all discs together instead of each on its own"},
          {"ct.rim_footprint", "finds the endplates again out to the rim once the wall is known"},
          {"ct.endplate_model", "takes the blur of sampling out of the endplates"},
          {"ct.half_maximum", "moves the wall to the half maximum where the cortex is dense"},
          {"ct.second_outline", "outlines each body again in its own frame and parts touching neighbours"},
          {"ct.spur_rule", "leaves osteophytes out of the anterior corners"}};
}

Result<SegmentedSpine> segment_spine(const Volume& volume, const Request& request, const Progress& progress) {
  SPONDYL_CHECK(progress.check());
  progress.report(0.0, "Looking for the spine");
  const Steps steps = Steps::all_but(request.without);
  const NoData no_data = find_no_data(volume);
  const Result<FindingGrid> grid = make_finding_grid(volume, no_data, progress);
  if (!grid && grid.error().code == ErrorCode::not_measurable && !request.seeds.empty())
    return seeds_only(request.seeds, grid.error().message);
  if (!grid)
    return tl::make_unexpected(grid.error());
  if (!request.seeds.empty())
    return search_with_seeds(volume, no_data, *grid, request.seeds, steps, progress.part(0.1, 1.0));
  SPONDYL_TRY(SegmentedSpine spine, automatic_search(volume, no_data, *grid, {}, steps, progress.part(0.1, 1.0)));
  if (!any_measured(spine))
    return failure(ErrorCode::not_measurable,
                   "A column of bone was seen, but no vertebral body in it could be outlined convincingly.");
  progress.report(1.0, "Done");
  return spine;
}

} // namespace spondyl::segmentation::ct
