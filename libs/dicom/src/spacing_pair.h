#pragma once

#include <optional>
#include <spondyl/dicom/pixel_scale.h>

class DcmItem;
class DcmTagKey;

namespace spondyl::dicom {

/// A pair of numbers as Pixel Spacing writes them; std::nullopt unless there are exactly two.
[[nodiscard]] std::optional<SpacingPair> spacing_pair(DcmItem& item, const DcmTagKey& tag);

} // namespace spondyl::dicom
