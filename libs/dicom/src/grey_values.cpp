#include "grey_values.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>

namespace spondyl::dicom {
static_assert(std::endian::native == std::endian::little, "pixel cells are copied as little-endian words");

namespace {

template <typename Cell> Cell cell_at(std::span<const std::uint8_t> cells, std::size_t index) {
  Cell cell;
  std::memcpy(&cell, cells.data() + index * sizeof(Cell), sizeof(Cell));
  return cell;
}

/// Integer cells: shift the stored bits down, mask what is above them (old overlays live there), extend the sign.
template <typename Cell, typename Wide, typename Convert>
void convert_cells(std::span<const std::uint8_t> cells, const StoredFormat& format, std::span<float> grey,
                   Convert convert) {
  const int shift = format.high_bit + 1 - format.bits_stored;
  const Wide mask = static_cast<Wide>((Wide{1} << format.bits_stored) - 1);
  const Wide sign = format.is_signed ? static_cast<Wide>(Wide{1} << (format.bits_stored - 1)) : Wide{0};
  for (std::size_t i = 0; i < grey.size(); ++i) {
    const Wide value = static_cast<Wide>(cell_at<Cell>(cells, i) >> shift) & mask;
    grey[i] = convert(static_cast<Wide>((value ^ sign) - sign));
  }
}

template <typename Convert>
void convert_any(std::span<const std::uint8_t> cells, const StoredFormat& format, std::span<float> grey,
                 Convert convert) {
  if (format.bits_allocated == 8)
    convert_cells<std::uint8_t, std::int32_t>(cells, format, grey, convert);
  else if (format.bits_allocated == 16)
    convert_cells<std::uint16_t, std::int32_t>(cells, format, grey, convert);
  else
    convert_cells<std::uint32_t, std::int64_t>(cells, format, grey, convert);
}

template <typename Real>
void convert_reals(std::span<const std::uint8_t> cells, const GreyTransform& transform, std::span<float> grey) {
  for (std::size_t i = 0; i < grey.size(); ++i) {
    const double value = transform.slope * static_cast<double>(cell_at<Real>(cells, i)) + transform.intercept;
    // Not-a-number and what a float cannot hold are no image.
    grey[i] = std::isfinite(value) && std::abs(value) < 1e38 ? static_cast<float>(value) : kNoImage;
  }
}

float look_up(const ModalityLut& lut, std::int64_t stored) {
  const auto last = static_cast<std::int64_t>(lut.values.size()) - 1;
  return lut.values[static_cast<std::size_t>(std::clamp<std::int64_t>(stored - lut.first_mapped, 0, last))];
}

/// Whether every grey value, and every product on the way to it, is a whole number that a float holds exactly: then the
/// rescale may run in single precision, which is the usual case of CT and twice as fast.
bool is_exact_in_float(const StoredFormat& format, const GreyTransform& transform) {
  constexpr double kWholeNumbers = 16777216.0; // 2^24
  const double largest = std::ldexp(std::abs(transform.slope), format.bits_stored) + std::abs(transform.intercept);
  return format.bits_stored <= 16 && largest < kWholeNumbers && transform.slope == std::round(transform.slope) &&
         transform.intercept == std::round(transform.intercept);
}

template <typename Real>
void rescale_cells(std::span<const std::uint8_t> cells, const StoredFormat& format, const GreyTransform& transform,
                   std::span<float> grey) {
  const Real slope = static_cast<Real>(transform.slope), intercept = static_cast<Real>(transform.intercept);
  if (!transform.padding) {
    convert_any(cells, format, grey,
                [=](auto v) { return static_cast<float>(slope * static_cast<Real>(v) + intercept); });
    return;
  }
  const std::int64_t low = transform.padding->low, high = transform.padding->high;
  convert_any(cells, format, grey, [=](auto v) { // both limits are stored values: they fit the type of v
    return v >= static_cast<decltype(v)>(low) && v <= static_cast<decltype(v)>(high)
               ? kNoImage
               : static_cast<float>(slope * static_cast<Real>(v) + intercept);
  });
}

} // namespace

float grey_of(std::int64_t stored, const GreyTransform& transform) {
  if (transform.lut)
    return look_up(*transform.lut, stored);
  return static_cast<float>(transform.slope * static_cast<double>(stored) + transform.intercept);
}

void to_grey(std::span<const std::uint8_t> cells, const StoredFormat& format, const GreyTransform& transform,
             std::span<float> grey) {
  assert(cells.size() >= grey.size() * static_cast<std::size_t>(format.bits_allocated / 8));
  if (format.floating_point) {
    if (format.bits_allocated == 64)
      convert_reals<double>(cells, transform, grey);
    else
      convert_reals<float>(cells, transform, grey);
    return;
  }
  if (transform.lut) {
    convert_any(cells, format, grey, [&](std::int64_t v) {
      const bool padded = transform.padding && v >= transform.padding->low && v <= transform.padding->high;
      return padded ? kNoImage : look_up(*transform.lut, v);
    });
  } else if (is_exact_in_float(format, transform)) {
    rescale_cells<float>(cells, format, transform, grey);
  } else {
    rescale_cells<double>(cells, format, transform, grey);
  }
}

} // namespace spondyl::dicom
