#pragma once

#include "../core/stored_overlays.h"

#include <functional>
#include <span>
#include <spondyl/view_model/overlay.h>

namespace spondyl::viewer {

/// What other systems' reports and segmentations show on a picture of a series. `outlines` cuts a label map.
[[nodiscard]] view_model::OverlayScene foreign_scene(
    const StoredOverlays& stored, const OpenedImage& image, const view_model::Projection& projection,
    const std::function<std::vector<view_model::LabelOutline>(const std::shared_ptr<const LabelMap>&)>& outlines);

} // namespace spondyl::viewer
