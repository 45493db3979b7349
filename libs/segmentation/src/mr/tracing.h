#pragma once

#include "body_tracer.h"
#include "seeds.h"
#include "steps.h"

namespace spondyl::segmentation::mr {

/// What was traced of a chain of bodies; one entry per request in each list.
struct Tracing {
  std::vector<std::vector<Outline>> candidates;   ///< in the mean of the planes about the middle, from several starts
  std::vector<std::optional<Outline>> middles;    ///< those chosen
  std::vector<std::optional<TracedBody>> bodies;  ///< followed from plane to plane; empty before follow_bodies
  std::vector<std::array<EdgeEvidence, 3>> edges; ///< likewise
};

/// Outlines in the middle of every body; searched for also where `before` found them, when bodies moved sideways.
[[nodiscard]] Result<Tracing> trace_middles(const SagittalStack& stack, const std::vector<BodyRequest>& requests,
                                            Marrow marrow, const Steps& steps, const Progress& progress,
                                            const Tracing* before = nullptr);

/// Follows every body from plane to plane. Where its extent to both sides shows that its middle lies elsewhere, the
/// request's lateral position is corrected and the body traced again: the plane of symmetry is unsure in rotated and
/// scoliotic spines.
[[nodiscard]] Result<void> follow_bodies(const SagittalStack& stack, std::vector<BodyRequest>& requests, Marrow marrow,
                                         const Steps& steps, const Progress& progress, Tracing& tracing);

/// Removes requests whose outline is that of a disc: a bright disc between hollow endplates has borders like a body's,
/// but it is small and touches both of its neighbours. Seeded ones stay. Whether any was removed; outlines must then be
/// traced anew, for neighbours have changed.
[[nodiscard]] bool remove_discs(const Tracing& tracing, std::vector<BodyRequest>& requests);

/// The requests' boxes with size, place and angle of their outlines.
[[nodiscard]] std::vector<Box> refined_boxes(const std::vector<BodyRequest>& requests, const Tracing& tracing);

} // namespace spondyl::segmentation::mr
