#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <spondyl/dicom_write/write.h>
#include <vector>

namespace spondyl::dicom_write {

/// Errors: `invalid_argument` naming the values that do not fit together.
[[nodiscard]] Result<void> check_pixel_format(const PixelFormat& format);

/// Little-endian cells of grey values.
[[nodiscard]] std::vector<std::uint8_t> pixel_cells(std::span<const float> grey, std::optional<float> no_data_value,
                                                    const PixelFormat& format, const Rescale& rescale);

} // namespace spondyl::dicom_write
