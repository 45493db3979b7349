#pragma once

#include "smooth_outline.h"

#include <algorithm>
#include <spondyl/view_model/overlay.h>
#include <vector>

namespace spondyl::viewer {

/// Outlines of label maps on the plane that was asked for last: cutting a map takes milliseconds, zooming asks again.
class OutlineCache {
public:
  [[nodiscard]] const std::vector<view_model::LabelOutline>& of(const std::shared_ptr<const LabelMap>& labels,
                                                                const view_model::SlicePlane& plane) {
    constexpr double kSpacing = 0.7;   // mm: no coarser than the voxels of outlines
    constexpr int kSmoothingReach = 3; // points: about a voxel to each side
    if (!(plane == plane_))
      entries_.clear();
    plane_ = plane;
    const auto known =
        std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.labels == labels; });
    if (known != entries_.end())
      return known->outlines;
    entries_.push_back({labels, smoothed(view_model::label_outlines(*labels, plane, kSpacing), kSmoothingReach)});
    return entries_.back().outlines;
  }
  void clear() { entries_.clear(); }

private:
  struct Entry {
    std::shared_ptr<const LabelMap> labels;
    std::vector<view_model::LabelOutline> outlines;
  };
  view_model::SlicePlane plane_;
  std::vector<Entry> entries_;
};

} // namespace spondyl::viewer
