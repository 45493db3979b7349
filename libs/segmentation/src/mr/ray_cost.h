#pragma once

#include "marrow_model.h"
#include "quad.h"

namespace spondyl::segmentation::mr {

/// A line across the outline: `normal` points outwards, offsets are counted from `base`.
struct Ray {
  PlanePoint base, normal;
};

/// Rays along the four sides; superior endplate first, from anterior to posterior. Normals turn smoothly at corners.
[[nodiscard]] std::vector<Ray> rays_of(const Quad& quad);

inline constexpr double kRayStep = 0.5; ///< mm between offsets

/// Costs of all offsets along a ray: an edge from marrow to dark is wanted, marrow inside of it is wanted, and a line
/// already crossed further inside is not.
class RayCost {
public:
  RayCost(const SagittalStack& stack, const PlaneImage& plane, const MarrowModel& model, OutlineTerms terms)
      : stack_(stack), plane_(plane), model_(model), terms_(terms) {}

  /// Fills `states` costs and edge supports (0..1); state s is the offset s * kRayStep - inwards.
  void evaluate(const Ray& ray, double inwards, std::size_t states, float* cost, float* edge);

  /// Where grey passes half-way from the marrow inside to the darkest sample just outside, in steps, near `state`;
  /// `state` itself where there is no such passage.
  [[nodiscard]] double half_maximum(const Ray& ray, double inwards, std::size_t states, int state);

private:
  void profile(const Ray& ray, double inwards, std::size_t states);
  [[nodiscard]] float darkness(float value) const;
  [[nodiscard]] float edge_support(std::size_t i) const;
  [[nodiscard]] float gate(std::size_t i) const;

  const SagittalStack& stack_;
  const PlaneImage& plane_;
  const MarrowModel& model_;
  OutlineTerms terms_;
  std::vector<float> value_; ///< grey along the ray: 0 = marrow, -1 = as dark as cortex
};

} // namespace spondyl::segmentation::mr
