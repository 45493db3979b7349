#pragma once

#include "marrow_model.h"

namespace spondyl::segmentation::mr {

/// The closed outline of a body in one plane, and how well the image supports it.
struct Outline {
  std::vector<PlanePoint> points; ///< from the anterior superior corner along the superior endplate, then round
  Quad quad;                      ///< straight sides fitted to the points
  double edge = 0.0;              ///< mean edge support along the outline, 0..1
  double weakest_side = 0.0;      ///< edge support of the weakest of the four sides, 0..1
  double unexplained = 0.0;       ///< share of the inside that is not marrow
  double hole = 0.0;              ///< share of the inside that gives next to no signal: metal, dense bone
  double inner_line = 0.0;        ///< share of the endplates' length inside of which a line like an endplate lies, 0..1
  double marrow = 0.0;            ///< grey value of the marrow at the centre
  double contrast = 0.0;          ///< grey values between marrow and its dark border
};

/// How far the outline may lie from the quad it starts from.
struct SearchRange {
  double inwards = 6.0, outwards = 6.0; ///< mm
  double taper = 0.35;                  ///< radians by which the fitted endplates may converge
};

/// One closed outline by dynamic programming over offsets from the sides of `start`; std::nullopt where the plane holds
/// no image or no marrow.
[[nodiscard]] std::optional<Outline> trace_outline(const SagittalStack& stack, const PlaneImage& plane,
                                                   const Quad& start, SearchRange range, OutlineTerms terms,
                                                   double least_contrast = 0.0);

} // namespace spondyl::segmentation::mr
