#pragma once

#include "outline.h"

namespace spondyl::segmentation::mr {

/// The six points of one outline in its plane, mm.
struct PlaneLandmarks {
  PlanePoint anterior_superior, anterior_inferior;
  PlanePoint middle_superior, middle_inferior;
  PlanePoint posterior_superior, posterior_inferior;
};

/// Corners as the farthest points towards the four diagonals in the body's own frame, turned to the mean endplate
/// direction; middle points on the outline half-way between the corners. std::nullopt for a degenerate outline.
[[nodiscard]] std::optional<PlaneLandmarks> place_landmarks(const Outline& outline);

} // namespace spondyl::segmentation::mr
