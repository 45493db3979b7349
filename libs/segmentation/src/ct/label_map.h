#pragma once

#include "body_shape.h"

namespace spondyl::segmentation::ct {

struct LabelledShape {
  const BodyShape* shape = nullptr;
  std::uint8_t label = 0;
};

/// The outlines on a 1 mm grid along the patient's axes, cropped to them. Where two overlap the first one stays.
[[nodiscard]] LabelMap draw_labels(const std::vector<LabelledShape>& shapes);

} // namespace spondyl::segmentation::ct
