#include "align_bodies.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <optional>

namespace spondyl::registration {
namespace {

constexpr double kSameBody = 12.0; // mm between centres: below half the distance of two levels; engineering choice
constexpr int kRounds = 5;         // of pairing and fitting, which settles in two or three

using Points = Eigen::Matrix3Xd;

Eigen::Vector3d vector_of(PatientPoint p) {
  return {p.x, p.y, p.z};
}

PatientPoint centre_of(const SixPoints& points) {
  return midpoint(midpoint(points.anterior_superior, points.posterior_inferior),
                  midpoint(points.anterior_inferior, points.posterior_superior));
}

/// The corners and a point beside them: four points in a plane do not tell left from right under noise.
Points points_of(const SixPoints& points) {
  const PatientPoint centre = centre_of(points);
  const PatientVector up = points.anterior_superior - points.anterior_inferior;
  const PatientVector left =
      20.0 * normalized(cross(up, points.anterior_superior - points.posterior_superior)); // mm, half a body's width
  Points all(3, 6);
  all << vector_of(points.anterior_superior), vector_of(points.anterior_inferior), vector_of(points.posterior_superior),
      vector_of(points.posterior_inferior), vector_of(centre + left), vector_of(centre + -left);
  return all;
}

RigidTransform transform_of(const Eigen::Matrix4d& matrix) {
  RigidTransform transform;
  for (int row = 0; row < 3; ++row)
    for (int column = 0; column < 3; ++column)
      transform.rotation[static_cast<std::size_t>(3 * row + column)] = matrix(row, column);
  transform.translation = {matrix(0, 3), matrix(1, 3), matrix(2, 3)};
  return transform;
}

const Body& body_of(const std::vector<Body>& bodies, int ordinal) {
  return *std::ranges::find(bodies, ordinal, &Body::ordinal);
}

RigidTransform fitted(const std::vector<Body>& prior, const std::vector<Body>& current,
                      const std::vector<std::pair<int, int>>& ordinals) {
  const auto columns = static_cast<Eigen::Index>(6 * ordinals.size());
  Points from(3, columns), to(3, columns);
  for (std::size_t i = 0; i < ordinals.size(); ++i) {
    to.middleCols<6>(static_cast<Eigen::Index>(6 * i)) = points_of(body_of(prior, ordinals[i].first).points);
    from.middleCols<6>(static_cast<Eigen::Index>(6 * i)) = points_of(body_of(current, ordinals[i].second).points);
  }
  return transform_of(Eigen::umeyama(from, to, false)); // Umeyama 1991, without scale
}

std::optional<Alignment> alignment_from(std::pair<int, int> first, const std::vector<Body>& prior,
                                        const std::vector<Body>& current) {
  Alignment alignment{{}, {first}};
  for (int round = 0; round < kRounds; ++round) {
    alignment.current_to_prior = fitted(prior, current, alignment.ordinals);
    auto pairs = pairs_under(alignment.current_to_prior, prior, current);
    if (pairs.size() < 2)
      return std::nullopt;
    if (pairs == alignment.ordinals)
      break;
    alignment.ordinals = std::move(pairs);
  }
  return alignment;
}

} // namespace

std::vector<std::pair<int, int>> pairs_under(const RigidTransform& current_to_prior, const std::vector<Body>& prior,
                                             const std::vector<Body>& current) {
  std::vector<std::pair<int, int>> pairs;
  for (const Body& body : current) {
    const PatientPoint place = current_to_prior(centre_of(body.points));
    const auto nearest = std::ranges::min_element(
        prior, {}, [&](const Body& other) { return distance(place, centre_of(other.points)); });
    if (nearest != prior.end() && distance(place, centre_of(nearest->points)) < kSameBody &&
        (pairs.empty() || pairs.back().first != nearest->ordinal))
      pairs.emplace_back(nearest->ordinal, body.ordinal);
  }
  return pairs;
}

std::vector<Alignment> candidate_alignments(const std::vector<Body>& prior, const std::vector<Body>& current) {
  std::vector<Alignment> candidates;
  // A middle body and the outer ones: two studies may share no more than an end of the spine.
  for (const std::size_t i : {prior.size() / 2, std::size_t{0}, prior.size() - 1})
    for (const Body& body : current) {
      auto alignment = alignment_from({prior[i].ordinal, body.ordinal}, prior, current);
      if (alignment && std::ranges::find(candidates, alignment->ordinals, &Alignment::ordinals) == candidates.end())
        candidates.push_back(std::move(*alignment));
    }
  return candidates;
}

} // namespace spondyl::registration
