#include "height_pair.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spondyl::comparison {
namespace {

constexpr std::size_t kFewestBodies = 3;  // fewer do not make a pattern; engineering choice
constexpr double kMuchBetter = 0.5;       // cost of the shifted count against that of the numbers as they are
constexpr double kWorthMentioning = 0.03; // mean absolute difference of log lengths it must save

/// The logarithms of a body's lengths: heights, and depth.
using Shape = std::array<double, 4>;

template <typename Point> double depth_of(const SixPointsOf<Point>& points) {
  return (distance(points.anterior_superior, points.posterior_superior) +
          distance(points.anterior_inferior, points.posterior_inferior)) /
         2.0;
}

std::optional<Shape> shape_of(const VertebraFinding& vertebra) {
  if (vertebra.status != MeasurementStatus::measured || !vertebra.landmarks)
    return std::nullopt;
  Shape shape{};
  for (std::size_t i = 0; i < kHeightNames.size(); ++i)
    shape[i] = std::log(landmark_distance(*vertebra.landmarks, kHeightNames[i]));
  shape[3] = std::log(std::visit([](const auto& points) { return depth_of(points); }, *vertebra.landmarks));
  if (!std::ranges::all_of(shape, [](double value) { return std::isfinite(value); }))
    return std::nullopt;
  return shape;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

/// Mean absolute difference of the shapes after the common scale is taken out; infinite where too few bodies overlap.
double misfit(const Findings& prior, const Findings& current, int steps) {
  std::vector<double> differences;
  for (const VertebraFinding& vertebra : prior.vertebrae) {
    const auto number = number_of(vertebra);
    const auto moved = number ? number->below(steps) : std::nullopt;
    const auto same = moved ? std::ranges::find(current.vertebrae, moved, number_of) : current.vertebrae.end();
    if (same == current.vertebrae.end())
      continue;
    const auto before = shape_of(vertebra), now = shape_of(*same);
    for (std::size_t i = 0; before && now && i < before->size(); ++i)
      differences.push_back((*now)[i] - (*before)[i]);
  }
  if (differences.size() < kFewestBodies * std::tuple_size_v<Shape>)
    return std::numeric_limits<double>::infinity();
  const double scale = median(differences);
  double sum = 0.0;
  for (const double difference : differences)
    sum += std::abs(difference - scale);
  return sum / static_cast<double>(differences.size());
}

} // namespace

int suspected_slip(const Findings& prior, const Findings& current) {
  const double as_numbered = misfit(prior, current, 0);
  if (!std::isfinite(as_numbered))
    return 0;
  for (const int steps : {-1, 1}) {
    const double moved = misfit(prior, current, steps);
    if (moved < kMuchBetter * as_numbered && as_numbered - moved > kWorthMentioning)
      return steps;
  }
  return 0;
}

} // namespace spondyl::comparison
