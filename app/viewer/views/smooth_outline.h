#pragma once

#include <spondyl/view_model/overlay.h>
#include <vector>

namespace spondyl::viewer {

/// Takes the steps of the voxels out of outlines for the eye: each point becomes the mean of its neighbours within
/// `reach` points. Nothing is measured on the result.
[[nodiscard]] inline std::vector<view_model::LabelOutline> smoothed(std::vector<view_model::LabelOutline> outlines,
                                                                    int reach) {
  for (view_model::LabelOutline& outline : outlines)
    for (auto& contour : outline.contours) {
      const auto count = static_cast<int>(contour.size());
      if (count < 4 * reach)
        continue;
      const auto original = contour;
      for (int i = 0; i < count; ++i) {
        view_model::PlanePoint sum;
        for (int k = -reach; k <= reach; ++k) {
          const auto& point = original[static_cast<std::size_t>((i + k + count) % count)];
          sum = {sum.x + point.x, sum.y + point.y};
        }
        contour[static_cast<std::size_t>(i)] = {sum.x / (2 * reach + 1), sum.y / (2 * reach + 1)};
      }
    }
  return outlines;
}

} // namespace spondyl::viewer
