#include "sagittal_surface.h"

#include <algorithm>
#include <cmath>

namespace spondyl::drawing {
namespace {

constexpr double kLeastStep = 1.0; ///< mm between anchors along z, so that the surface never folds
constexpr double kHalfBody = 11.0; ///< mm, about half a body's height
constexpr int kUnnumbered = 100;   ///< labels.nii.gz: 100 + ordinal where the level is not known

PatientVector horizontal(PatientVector v) {
  v.z = 0.0;
  return length(v) > 0.1 ? normalized(v) : PatientVector{0, -1, 0};
}

void append_anchors(const SixPoints& points, std::vector<SurfaceAnchor>& anchors) {
  const PatientVector anterior = horizontal(midpoint(points.anterior_superior, points.anterior_inferior) -
                                            midpoint(points.posterior_superior, points.posterior_inferior));
  anchors.push_back({midpoint(points.anterior_superior, points.posterior_superior), anterior});
  anchors.push_back({midpoint(points.anterior_inferior, points.posterior_inferior), anterior});
}

} // namespace

SagittalSurface::SagittalSurface(std::vector<SurfaceAnchor> anchors) {
  std::ranges::stable_sort(anchors, std::greater<>(), [](const SurfaceAnchor& anchor) { return anchor.point.z; });
  for (const SurfaceAnchor& anchor : anchors)
    if (anchors_.empty() || anchors_.back().point.z - anchor.point.z >= kLeastStep)
      anchors_.push_back(anchor);
}

SurfaceAnchor SagittalSurface::at(double superior) const {
  SurfaceAnchor result = anchors_.front();
  if (superior <= anchors_.back().point.z) {
    result = anchors_.back();
  } else if (superior < anchors_.front().point.z) {
    const auto below =
        std::ranges::find_if(anchors_, [superior](const SurfaceAnchor& anchor) { return anchor.point.z <= superior; });
    const auto above = below - 1;
    const double t = (above->point.z - superior) / (above->point.z - below->point.z);
    result.point = above->point + (below->point - above->point) * t;
    result.anterior = horizontal(above->anterior * (1.0 - t) + below->anterior * t);
  }
  result.point.z = superior;
  return result;
}

PatientPoint SagittalSurface::to_patient(SurfacePoint point) const {
  const SurfaceAnchor anchor = at(point.superior);
  return anchor.point - anchor.anterior * (point.posterior - anchor.point.y);
}

SurfacePoint SagittalSurface::to_surface(PatientPoint point) const {
  const SurfaceAnchor anchor = at(point.z);
  return {anchor.point.y - dot(point - anchor.point, anchor.anterior), point.z};
}

std::vector<SurfaceAnchor> anchors_of(const Findings& findings, const LabelMap* labels) {
  std::vector<SurfaceAnchor> anchors;
  for (const VertebraFinding& vertebra : findings.vertebrae) {
    const auto* points = vertebra.landmarks ? std::get_if<SixPoints>(&*vertebra.landmarks) : nullptr;
    if (points != nullptr)
      append_anchors(*points, anchors);
    else if (labels != nullptr)
      if (const auto centre = label_centre(*labels, label_value(vertebra)))
        for (const double side : {1.0, -1.0})
          anchors.push_back({*centre + PatientVector{0, 0, side * kHalfBody}});
  }
  return anchors;
}

std::uint8_t label_value(const VertebraFinding& vertebra) {
  return static_cast<std::uint8_t>(vertebra.level ? vertebra.level->mask_value() : kUnnumbered + vertebra.ordinal);
}

std::optional<PatientPoint> label_centre(const LabelMap& labels, std::uint8_t value) {
  IndexPoint sum;
  double count = 0.0;
  std::size_t offset = 0;
  for (int slice = 0; slice < labels.geometry.size.slices; ++slice)
    for (int row = 0; row < labels.geometry.size.rows; ++row)
      for (int column = 0; column < labels.geometry.size.columns; ++column)
        if (labels.voxels[offset++] == value) {
          sum = {sum.column + column, sum.row + row, sum.slice + slice};
          count += 1.0;
        }
  if (count == 0.0)
    return std::nullopt;
  return labels.geometry.to_patient({sum.column / count, sum.row / count, sum.slice / count});
}

} // namespace spondyl::drawing
