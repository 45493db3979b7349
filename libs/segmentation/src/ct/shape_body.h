#pragma once

#include "body_shape.h"
#include "steps.h"

namespace spondyl::segmentation::ct {

/// A first outline of the body between two discs, in a frame that the discs define.
[[nodiscard]] BodyShape outline_body(const VolumeSampler& sampler, const SpineCurve& curve, const DiscPlane& upper,
                                     const DiscPlane& lower, double radius, const Steps& steps = {});

/// The outline again, in the frame that the first outline's own endplates and wall define.
[[nodiscard]] BodyShape refine_body(const VolumeSampler& sampler, const SpineCurve& curve, const DiscPlane& upper,
                                    const DiscPlane& lower, const BodyShape& first, const Steps& steps = {});

/// Moves a disc plane half-way between the endplates of the bodies above and below it.
[[nodiscard]] DiscPlane refine_disc(const DiscPlane& disc, const BodyShape& above, const BodyShape& below);

/// Moves the outermost disc's plane half a disc beyond the end body's endplate where its first outline ran into the
/// search's end: with one neighbour only, the chain sees that disc less exactly. `above`: whether the disc lies above
/// the body.
[[nodiscard]] DiscPlane refine_end_disc(const DiscPlane& disc, const BodyShape& body, bool above);

/// Where the endplates of neighbours come closer than a disc can be, both give way by the same amount.
void separate(BodyShape& above, BodyShape& below);

} // namespace spondyl::segmentation::ct
