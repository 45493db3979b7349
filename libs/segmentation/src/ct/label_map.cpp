#include "label_map.h"
#include "no_data.h"

#include <algorithm>
#include <cmath>
#include <tbb/parallel_for.h>

namespace spondyl::segmentation::ct {

namespace {

constexpr double kGrid = 1.0; // mm

/// A box that surely holds the shape.
PatientBox bounds(const BodyShape& shape) {
  const auto [low, high] = std::minmax_element(shape.wall.radius.begin(), shape.wall.radius.end());
  (void)low;
  double up = 0.0;
  for (const float h : shape.superior.height)
    up = std::max(up, std::abs(static_cast<double>(h)));
  for (const float h : shape.inferior.height)
    up = std::max(up, std::abs(static_cast<double>(h)));
  PatientBox box;
  box.include(shape.frame.centre, std::hypot(*high, up) + kGrid);
  return box;
}

} // namespace

LabelMap draw_labels(const std::vector<LabelledShape>& shapes) {
  LabelMap map;
  PatientBox all;
  for (const LabelledShape& s : shapes) {
    const PatientBox box = bounds(*s.shape);
    all.include(box.low, 0.0);
    all.include(box.high, 0.0);
  }
  if (shapes.empty())
    all.include({}, 0.0);
  const auto cells = [](double length) { return 1 + static_cast<int>(std::ceil(length / kGrid)); };
  map.geometry.origin = all.low;
  map.geometry.size = {cells(all.high.x - all.low.x), cells(all.high.y - all.low.y), cells(all.high.z - all.low.z)};
  map.voxels.assign(map.geometry.size.voxels(), 0);
  for (const LabelledShape& s : shapes) {
    const PatientBox box = bounds(*s.shape);
    const IndexPoint low = map.geometry.to_index(box.low), high = map.geometry.to_index(box.high);
    const BodyFrame& frame = s.shape->frame;
    tbb::parallel_for(static_cast<int>(low.slice), static_cast<int>(high.slice) + 1, [&](int z) {
      for (int y = static_cast<int>(low.row); y <= static_cast<int>(high.row); ++y)
        for (int x = static_cast<int>(low.column); x <= static_cast<int>(high.column); ++x) {
          const PatientVector d = map.geometry.to_patient({double(x), double(y), double(z)}) - frame.centre;
          std::uint8_t& voxel = map.voxels[map.geometry.offset(x, y, z)];
          if (voxel == 0 && s.shape->contains(dot(d, frame.anterior), dot(d, frame.left), dot(d, frame.superior)))
            voxel = s.label;
        }
    });
  }
  return map;
}

} // namespace spondyl::segmentation::ct
