#pragma once

#include "quad.h"

namespace spondyl::segmentation::mr {

/// Which terms the cost of an outline has; all of them but in ablation measurements.
struct OutlineTerms {
  OutlineTerms(Marrow m) : marrow(m) {} // NOLINT(google-explicit-constructor): plain marrow means all terms
  Marrow marrow;
  bool region = true;        ///< marrow wanted inside
  bool barrier = true;       ///< no outline beyond a dark line already crossed
  bool affine_marrow = true; ///< marrow may brighten across the body
};

/// Grey value of a body's marrow as an affine function of position, and the contrast to its border.
struct MarrowModel {
  PlanePoint centre;
  double level = 0.0, per_posterior = 0.0, per_inferior = 0.0;
  double contrast = 0.0; ///< grey values from marrow to the dark of cortex (to the bright around dark marrow); positive

  [[nodiscard]] double at(PlanePoint p) const {
    return level + per_posterior * (p.posterior - centre.posterior) + per_inferior * (p.inferior - centre.inferior);
  }
};

/// A robust fit to the inside of `quad`; std::nullopt where there is no image or no contrast. `least_contrast` is what
/// was seen of this body before: an outline that shrinks must not take the texture of marrow for its border.
[[nodiscard]] std::optional<MarrowModel> fit_marrow(const SagittalStack& stack, const PlaneImage& plane,
                                                    const Quad& quad, OutlineTerms terms, double least_contrast = 0.0);

} // namespace spondyl::segmentation::mr
