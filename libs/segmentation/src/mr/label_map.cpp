#include "label_map.h"

#include <algorithm>
#include <cmath>

namespace spondyl::segmentation::mr {
namespace {

/// Each point moved outwards along the local normal of the outline.
std::vector<PlanePoint> grown_outline(const std::vector<PlanePoint>& points, double outwards) {
  std::vector<PlanePoint> out;
  const std::size_t n = points.size();
  for (std::size_t i = 0; i < n; ++i) {
    const PlanePoint along = points[(i + 2) % n] - points[(i + n - 2) % n];
    const double norm = std::max(1e-6, length(along));
    out.push_back(points[i] + PlanePoint{along.inferior / norm, -along.posterior / norm} * outwards);
  }
  return out;
}

/// Columns where a horizontal line crosses the outline, ascending (even-odd rule).
std::vector<double> crossings(const std::vector<PlanePoint>& points, double inferior) {
  std::vector<double> out;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const PlanePoint a = points[i], b = points[(i + 1) % points.size()];
    if ((a.inferior <= inferior) != (b.inferior <= inferior))
      out.push_back(a.posterior + (inferior - a.inferior) / (b.inferior - a.inferior) * (b.posterior - a.posterior));
  }
  std::sort(out.begin(), out.end());
  return out;
}

void fill(const SagittalStack& stack, const std::vector<PlanePoint>& points, int plane, std::uint8_t value,
          LabelMap& labels) {
  for (int r = 0; r < stack.rows; ++r) {
    const std::vector<double> at = crossings(points, r * stack.pixel_spacing);
    for (std::size_t i = 0; i + 1 < at.size(); i += 2) {
      const int first = std::max(0, static_cast<int>(std::ceil(at[i] / stack.pixel_spacing)));
      const int last = std::min(stack.columns - 1, static_cast<int>(std::floor(at[i + 1] / stack.pixel_spacing)));
      for (int c = first; c <= last; ++c) {
        std::uint8_t& voxel = labels.voxels[labels.geometry.offset(c, r, plane)];
        if (voxel == 0)
          voxel = value;
      }
    }
  }
}

} // namespace

LabelMap empty_labels(const SagittalStack& stack) {
  LabelMap labels;
  labels.geometry.size = {stack.columns, stack.rows, stack.plane_count()};
  labels.geometry.origin = stack.origin;
  labels.geometry.column_axis = stack.posterior_axis;
  labels.geometry.row_axis = stack.inferior_axis;
  labels.geometry.slice_axis = stack.left_axis;
  labels.geometry.column_spacing = labels.geometry.row_spacing = stack.pixel_spacing;
  labels.geometry.slice_spacing = stack.plane_spacing;
  labels.voxels.assign(labels.geometry.size.voxels(), 0);
  return labels;
}

void draw_body(const SagittalStack& stack, const TracedBody& body, double outwards, std::uint8_t value,
               LabelMap& labels) {
  for (const PlaneOutline& p : body.planes)
    fill(stack, grown_outline(p.outline.points, outwards), p.plane, value, labels);
}

} // namespace spondyl::segmentation::mr
