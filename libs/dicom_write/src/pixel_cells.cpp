#include "pixel_cells.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace spondyl::dicom_write {
namespace {

struct StoredRange {
  double lowest, highest;
};

StoredRange stored_range(const PixelFormat& format) {
  const double values = std::ldexp(1.0, format.bits_stored);
  return format.is_signed ? StoredRange{-values / 2, values / 2 - 1} : StoredRange{0, values - 1};
}

} // namespace

Result<void> check_pixel_format(const PixelFormat& format) {
  const int allocated = format.bits_allocated;
  if ((allocated != 8 && allocated != 16 && allocated != 32) || format.bits_stored < 1 ||
      format.bits_stored > allocated)
    return failure(ErrorCode::invalid_argument,
                   "Cannot write " + std::to_string(format.bits_stored) + " bits in " + std::to_string(allocated) + ".",
                   "Use 8, 16 or 32 bits allocated.");
  const auto has_zero_slope = [](const Rescale& rescale) { return rescale.slope == 0.0; };
  if (has_zero_slope(format.rescale) ||
      std::any_of(format.rescale_per_slice.begin(), format.rescale_per_slice.end(), has_zero_slope))
    return failure(ErrorCode::invalid_argument, "A rescale slope of zero cannot be written.");
  return {};
}

std::vector<std::uint8_t> pixel_cells(std::span<const float> grey, std::optional<float> no_data_value,
                                      const PixelFormat& format, const Rescale& rescale) {
  const StoredRange range = stored_range(format);
  const auto bytes = static_cast<std::size_t>(format.bits_allocated / 8);
  // Sign bits above the stored ones stay zero: cells of fewer bits hold nothing there (PS3.5 8.1.1).
  const std::uint64_t mask = format.bits_stored == 64 ? ~0ULL : (1ULL << format.bits_stored) - 1;
  std::vector<std::uint8_t> cells(grey.size() * bytes);
  for (std::size_t i = 0; i < grey.size(); ++i) {
    double stored = std::round((static_cast<double>(grey[i]) - rescale.intercept) / rescale.slope);
    stored = std::clamp(stored, range.lowest, range.highest);
    if (format.monochrome1)
      stored = range.lowest + range.highest - stored;
    if (format.padding_value && no_data_value && grey[i] == *no_data_value)
      stored = static_cast<double>(*format.padding_value);
    const std::uint64_t cell = static_cast<std::uint64_t>(static_cast<std::int64_t>(stored)) & mask;
    std::memcpy(cells.data() + i * bytes, &cell, bytes);
  }
  return cells;
}

} // namespace spondyl::dicom_write
