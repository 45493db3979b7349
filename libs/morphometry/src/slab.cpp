#include <spondyl/morphometry/slab.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace spondyl::morphometry {
namespace {

using HeightsOfPlane = std::array<double, 3>;

HeightsOfPlane heights_of(const SixPoints& plane) {
  return {plane.anterior_height(), plane.middle_height(), plane.posterior_height()};
}

bool is_usable(const SixPoints& plane) {
  return std::ranges::all_of(heights_of(plane), [](double height) { return std::isfinite(height) && height > 0.0; });
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1)
    return *middle;
  return 0.5 * (*middle + *std::max_element(values.begin(), middle));
}

std::optional<double> sample_standard_deviation(const std::vector<double>& values) {
  if (values.size() < 2)
    return std::nullopt;
  double mean = 0.0;
  for (const double value : values)
    mean += value / static_cast<double>(values.size());
  double sum = 0.0;
  for (const double value : values)
    sum += (value - mean) * (value - mean);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

const SixPoints& nearest_plane(std::span<const SixPoints> slab, const HeightsOfPlane& medians) {
  const auto misfit = [&medians](const SixPoints& plane) {
    const HeightsOfPlane heights = heights_of(plane);
    double sum = 0.0;
    for (std::size_t i = 0; i < heights.size(); ++i)
      sum += std::abs(heights[i] - medians[i]);
    return sum;
  };
  return *std::ranges::min_element(slab, {}, misfit);
}

/// Moves both ends by the same amount along their line until they are `target` mm apart.
void stretch(PatientPoint& superior, PatientPoint& inferior, double target) {
  const PatientVector along = superior - inferior;
  const PatientVector shift = along * (0.5 * (target / length(along) - 1.0));
  superior = superior + shift;
  inferior = inferior - shift;
}

} // namespace

Result<SlabLandmarks> representative_landmarks(std::span<const SixPoints> slab) {
  if (slab.empty() || !std::ranges::all_of(slab, is_usable))
    return failure(ErrorCode::not_measurable, "The body has no usable landmarks.");
  std::array<std::vector<double>, 3> heights;
  for (const SixPoints& plane : slab)
    for (std::size_t i = 0; i < heights.size(); ++i)
      heights[i].push_back(heights_of(plane)[i]);

  SlabLandmarks result;
  result.planes = static_cast<int>(slab.size());
  HeightsOfPlane medians{};
  for (std::size_t i = 0; i < heights.size(); ++i) {
    medians[i] = median(heights[i]);
    result.spread[i] = sample_standard_deviation(heights[i]);
  }
  SixPoints& chosen = result.landmarks = nearest_plane(slab, medians);
  stretch(chosen.anterior_superior, chosen.anterior_inferior, medians[0]);
  stretch(chosen.middle_superior, chosen.middle_inferior, medians[1]);
  stretch(chosen.posterior_superior, chosen.posterior_inferior, medians[2]);
  return result;
}

} // namespace spondyl::morphometry
