#pragma once
// From stored pixel cells to grey values: PS3.3 C.11.1 (modality LUT), C.7.5.1.1.2 (padding), PS3.5 8.1.1 (cells).

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace spondyl::dicom {

/// How a pixel value lies in its cell.
struct StoredFormat {
  int bits_allocated = 16; ///< 8, 16 or 32; floating point cells are 32 or 64
  int bits_stored = 16;
  int high_bit = 15;
  bool is_signed = false;
  bool floating_point = false;
  friend bool operator==(const StoredFormat&, const StoredFormat&) = default;
};

struct ModalityLut {
  std::int64_t first_mapped = 0;
  std::vector<float> values; ///< what is below the first or above the last takes theirs
};

struct PaddingRange {
  std::int64_t low = 0, high = 0; ///< inclusive, stored values
};

struct GreyTransform {
  double slope = 1.0, intercept = 0.0;
  std::optional<ModalityLut> lut; ///< instead of slope and intercept
  std::optional<PaddingRange> padding;
};

/// Marks a pixel without image until the volume's no-data value is known; no real grey value.
constexpr float kNoImage = std::numeric_limits<float>::lowest();

/// Converts cells (little-endian, as many as `grey` has) to grey values; padding becomes kNoImage.
void to_grey(std::span<const std::uint8_t> cells, const StoredFormat& format, const GreyTransform& transform,
             std::span<float> grey);

/// The grey value of a stored value, padding or not.
[[nodiscard]] float grey_of(std::int64_t stored, const GreyTransform& transform);

} // namespace spondyl::dicom
