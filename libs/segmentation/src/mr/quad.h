#pragma once

#include "box_detector.h"

#include <array>
#include <optional>

namespace spondyl::segmentation::mr {

/// The four straight sides a body's outline is measured against, as corners.
struct Quad {
  PlanePoint anterior_superior, posterior_superior, posterior_inferior, anterior_inferior;
  /// mm by which the middle of an endplate lies further inside than its rims, where that is more than usual: a
  /// biconcave body. The straight sides run through the middle of the endplate's points.
  double superior_bend = 0.0, inferior_bend = 0.0;

  [[nodiscard]] PlanePoint centre() const {
    return (anterior_superior + posterior_superior + posterior_inferior + anterior_inferior) * 0.25;
  }
  /// Mean lengths of opposite sides, mm.
  [[nodiscard]] double height() const;
  [[nodiscard]] double depth() const;
  /// Unit vector from the anterior to the posterior wall.
  [[nodiscard]] PlanePoint towards_posterior() const;
  /// At right angles to it, towards inferior.
  [[nodiscard]] PlanePoint towards_inferior() const;
};

[[nodiscard]] Quad quad_of(const Box& box);
/// The same quad, `outwards` mm larger on each side.
[[nodiscard]] Quad grown(const Quad& quad, double outwards);

/// Rays of an outline on each side: superior, posterior, inferior, anterior.
inline constexpr std::array<int, 4> kRaysOfSide = {28, 20, 28, 20};
inline constexpr std::size_t kRays = 96;

/// Straight sides fitted to the points of an outline (kRays of them, in the order of kRaysOfSide) that was traced about
/// `start`; endplates converge, and walls lean, by no more than `taper` radians. std::nullopt when sides do not meet.
[[nodiscard]] std::optional<Quad> fitted_quad(const std::vector<PlanePoint>& points, const Quad& start, double taper);

/// Whether the quad has the size and the order of corners of a vertebral body.
[[nodiscard]] bool plausible(const Quad& quad);

/// Share of a bend that lies outside of the straight side: the median of a parabola's points lies that far below its
/// ends.
inline constexpr double kRimShare = 0.75;

/// mm of disc between two bodies, in the middle of their endplates.
[[nodiscard]] double disc_between(const Quad& above, const Quad& below);
/// The same between the rims of their endplates, where those of a biconcave body stand out.
[[nodiscard]] double disc_between_rims(const Quad& above, const Quad& below);

/// The unit vector along `p`; towards posterior where `p` is zero.
[[nodiscard]] PlanePoint unit(PlanePoint p);

} // namespace spondyl::segmentation::mr
