#include "landmarks.h"

#include <algorithm>
#include <cmath>

namespace spondyl::segmentation::mr {
namespace {

constexpr double kDenseStep = 0.25;      // mm between points of the outline
constexpr double kMiddleHalfWidth = 1.5; // mm of endplate that the middle point is the median of
constexpr int kTurns = 3;                // rounds of turning the frame to the endplates

std::vector<PlanePoint> dense(const std::vector<PlanePoint>& points) {
  std::vector<PlanePoint> out;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const PlanePoint a = points[i], step = points[(i + 1) % points.size()] - a;
    const int n = std::max(1, static_cast<int>(std::ceil(length(step) / kDenseStep)));
    for (int k = 0; k < n; ++k)
      out.push_back(a + step * (static_cast<double>(k) / n));
  }
  return out;
}

/// 95th percentile of the distance from `centre` along `axis`: a half size that one stray point cannot change.
double half_size(const std::vector<PlanePoint>& points, PlanePoint centre, PlanePoint axis) {
  std::vector<double> distances;
  for (const PlanePoint& p : points)
    distances.push_back(std::abs(dot(p - centre, axis)));
  const auto at = distances.begin() + static_cast<std::ptrdiff_t>(0.95 * static_cast<double>(distances.size() - 1));
  std::nth_element(distances.begin(), at, distances.end());
  return *at;
}

PlanePoint farthest(const std::vector<PlanePoint>& points, PlanePoint centre, PlanePoint direction) {
  return *std::max_element(points.begin(), points.end(), [&](PlanePoint a, PlanePoint b) {
    return dot(a - centre, direction) < dot(b - centre, direction);
  });
}

std::optional<double> median_along(const std::vector<PlanePoint>& points, PlanePoint middle, PlanePoint axis,
                                   bool positive) {
  const PlanePoint across = {-axis.inferior, axis.posterior};
  std::vector<double> found;
  for (const PlanePoint& p : points) {
    const double along = dot(p - middle, axis);
    if (std::abs(dot(p - middle, across)) < kMiddleHalfWidth && (along > 0.0) == positive)
      found.push_back(along);
  }
  if (found.empty())
    return std::nullopt;
  const auto at = found.begin() + static_cast<std::ptrdiff_t>(found.size() / 2);
  std::nth_element(found.begin(), at, found.end());
  return *at;
}

} // namespace

std::optional<PlaneLandmarks> place_landmarks(const Outline& outline) {
  const std::vector<PlanePoint> points = dense(outline.points);
  PlanePoint centre;
  for (const PlanePoint& p : points)
    centre = centre + p * (1.0 / static_cast<double>(points.size()));
  PlanePoint back = outline.quad.towards_posterior();
  PlaneLandmarks out;
  for (int turn = 0; turn < kTurns; ++turn) {
    const PlanePoint down = {-back.inferior, back.posterior};
    const double depth = half_size(points, centre, back), height = half_size(points, centre, down);
    if (!(depth > 1.0) || !(height > 1.0))
      return std::nullopt;
    const PlanePoint u = back * (1.0 / depth), v = down * (1.0 / height);
    out.anterior_superior = farthest(points, centre, u * -1.0 - v);
    out.posterior_superior = farthest(points, centre, u - v);
    out.anterior_inferior = farthest(points, centre, v - u);
    out.posterior_inferior = farthest(points, centre, u + v);
    const PlanePoint along =
        (out.posterior_superior - out.anterior_superior) + (out.posterior_inferior - out.anterior_inferior);
    if (!(length(along) > 1.0))
      return std::nullopt;
    back = along * (1.0 / length(along));
  }
  const PlanePoint top = (out.anterior_superior + out.posterior_superior) * 0.5;
  const PlanePoint bottom = (out.anterior_inferior + out.posterior_inferior) * 0.5;
  if (!(length(bottom - top) > 1.0))
    return std::nullopt;
  const PlanePoint axis = (bottom - top) * (1.0 / length(bottom - top)), middle = (top + bottom) * 0.5;
  const auto above = median_along(points, middle, axis, false), below = median_along(points, middle, axis, true);
  if (!above || !below)
    return std::nullopt;
  out.middle_superior = middle + axis * *above;
  out.middle_inferior = middle + axis * *below;
  return out;
}

} // namespace spondyl::segmentation::mr
