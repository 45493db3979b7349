#include "spine_curve.h"

#include <algorithm>
#include <cmath>

namespace spondyl::segmentation::ct {

namespace {

constexpr double kSmoothing = 8.0;         // mm; well below one vertebra, above the canal's own steps at discs
constexpr double kLongestExtension = 60.0; // mm; a body and a half past the last closed ring

/// Gaussian smoothing of points at even distances; ends are continued by point reflection, which keeps a slope.
std::vector<PatientPoint> smoothed(const std::vector<PatientPoint>& points, double sigma) {
  const int n = static_cast<int>(points.size());
  const auto at = [&](int i) -> PatientPoint {
    if (i < 0)
      return points.front() + (points.front() - points[static_cast<std::size_t>(std::min(-i, n - 1))]);
    if (i >= n)
      return points.back() + (points.back() - points[static_cast<std::size_t>(std::max(0, 2 * n - 2 - i))]);
    return points[static_cast<std::size_t>(i)];
  };
  const int reach = static_cast<int>(std::ceil(3.0 * sigma));
  std::vector<PatientPoint> result;
  result.reserve(points.size());
  for (int i = 0; i < n; ++i) {
    PatientVector sum;
    double total = 0.0;
    for (int k = -reach; k <= reach; ++k) {
      const double weight = std::exp(-0.5 * k * k / (sigma * sigma));
      sum = sum + weight * (at(i + k) - PatientPoint{});
      total += weight;
    }
    result.push_back(PatientPoint{} + sum / total);
  }
  return result;
}

std::vector<PatientPoint> resampled(const std::vector<PatientPoint>& points, double step) {
  std::vector<PatientPoint> result = {points.front()};
  double left = step;
  for (std::size_t i = 1; i < points.size(); ++i) {
    const double segment = distance(points[i - 1], points[i]);
    double done = 0.0;
    while (segment - done >= left) {
      done += left;
      result.push_back(points[i - 1] + (points[i] - points[i - 1]) * (done / segment));
      left = step;
    }
    left -= segment - done;
  }
  return result;
}

/// Points beyond `end`, going away from `before`, until the image ends at the canal and where the body would be.
std::vector<PatientPoint> prolonged(const FindingGrid& grid, PatientPoint end, PatientPoint before) {
  std::vector<PatientPoint> result;
  const double run = distance(end, before);
  if (run < 1e-6)
    return result;
  const PatientVector direction = (end - before) / run;
  for (double d = FindingGrid::kSpacing; d <= kLongestExtension; d += FindingGrid::kSpacing) {
    const PatientPoint canal = end + direction * d;
    constexpr double kBodyAhead = 22.0; // mm from canal to body centre
    if (!grid.has_data(canal) && !grid.has_data(canal + PatientVector{0.0, -kBodyAhead, 0.0}))
      break;
    result.push_back(canal);
  }
  return result;
}

BodyFrame frame_at(PatientPoint centre, PatientVector superior) {
  const PatientVector front{0.0, -1.0, 0.0};
  BodyFrame frame;
  frame.centre = centre;
  frame.superior = superior;
  frame.anterior = normalized(front - superior * dot(front, superior));
  frame.left = cross(frame.superior, frame.anterior);
  return frame;
}

} // namespace

SpineCurve::SpineCurve(const FindingGrid& grid, const std::vector<CanalCell>& path) {
  constexpr std::size_t kSlopeRun = 16; // cells (32 mm) over which an end's direction is taken
  if (path.size() < 4)
    return;
  std::vector<PatientPoint> points;
  for (auto cell = path.rbegin(); cell != path.rend(); ++cell) // cranial first
    points.push_back(grid.to_patient(cell->x, cell->y, cell->z));
  points = smoothed(points, kSmoothing / FindingGrid::kSpacing);
  const std::size_t run = std::min(kSlopeRun, points.size() - 1);
  std::vector<PatientPoint> above = prolonged(grid, points.front(), points[run]);
  const std::vector<PatientPoint> below = prolonged(grid, points.back(), points[points.size() - 1 - run]);
  std::reverse(above.begin(), above.end());
  points.insert(points.begin(), above.begin(), above.end());
  points.insert(points.end(), below.begin(), below.end());
  points = smoothed(resampled(points, kStep), 0.5 * kSmoothing / kStep);
  const int n = static_cast<int>(points.size());
  for (int s = 0; s < n; ++s) {
    const PatientPoint up = points[static_cast<std::size_t>(std::max(0, s - 2))];
    const PatientPoint down = points[static_cast<std::size_t>(std::min(n - 1, s + 2))];
    frames_.push_back(frame_at(points[static_cast<std::size_t>(s)], normalized(up - down)));
  }
}

int SpineCurve::nearest(PatientPoint point) const {
  int best = 0;
  double least = 1e30;
  for (int s = 0; s < size(); ++s) {
    const BodyFrame& frame = (*this)[s];
    const PatientVector d = point - frame.centre;
    const double along = dot(d, frame.superior); // distance from this plane; ties broken by distance to the canal
    const double cost = along * along + 1e-3 * dot(d, d);
    if (cost < least) {
      least = cost;
      best = s;
    }
  }
  return best;
}

} // namespace spondyl::segmentation::ct
