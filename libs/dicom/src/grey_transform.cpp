#include "grey_transform.h"

#include <cmath>
#include <spondyl/dicom_file/read_values.h>

namespace spondyl::dicom {
namespace {

constexpr unsigned long kLargestLut = 65536; // PS3.3 C.11.1.1: 16 bits, 0 stands for 2^16

/// A value that is US or SS by Pixel Representation, whichever of the two it was parsed as.
std::int64_t with_representation(long value, const StoredFormat& format) {
  const std::int64_t mask = (std::int64_t{1} << format.bits_stored) - 1;
  const std::int64_t low = value & mask;
  if (!format.is_signed)
    return low;
  const std::int64_t sign = std::int64_t{1} << (format.bits_stored - 1);
  return (low ^ sign) - sign;
}

std::optional<PaddingRange> read_padding(DcmItem& data, const StoredFormat& format) {
  const auto value = numbers(data, DCM_PixelPaddingValue);
  if (value.size() != 1)
    return std::nullopt;
  const std::int64_t padding = with_representation(static_cast<long>(value.front()), format);
  const auto limit = numbers(data, DCM_PixelPaddingRangeLimit);
  const std::int64_t other =
      limit.size() == 1 ? with_representation(static_cast<long>(limit.front()), format) : padding;
  return PaddingRange{std::min(padding, other), std::max(padding, other)};
}

Result<ModalityLut> read_lut(DcmItem& item, const StoredFormat& format) {
  const auto damaged = [] { return failure(ErrorCode::unreadable, "its modality LUT is damaged"); };
  const auto descriptor = numbers(item, DCM_LUTDescriptor);
  if (descriptor.size() != 3)
    return damaged();
  const auto entries = descriptor[0] == 0 ? kLargestLut : static_cast<unsigned long>(std::abs(descriptor[0]));
  DcmElement* data = nullptr;
  if (entries > kLargestLut || item.findAndGetElement(DCM_LUTData, data).bad() || data == nullptr)
    return damaged();
  ModalityLut lut;
  lut.first_mapped = with_representation(static_cast<long>(descriptor[1]), format);
  Uint16* values = nullptr;
  if (data->getLengthField() < 2 * entries || data->getLengthField() > 4 * kLargestLut ||
      data->getUint16Array(values).bad() || values == nullptr)
    return damaged();
  lut.values.assign(values, values + entries);
  return lut;
}

std::optional<double> rescale(DcmItem* group, DcmItem& data, const DcmTagKey& tag) {
  return group != nullptr ? number(*group, tag) : number(data, tag);
}

} // namespace

Result<GreyTransform> read_grey_transform(DcmItem& data, const FrameGroups& groups, const StoredFormat& format) {
  GreyTransform transform;
  if (!format.floating_point)
    transform.padding = read_padding(data, format);
  if (DcmItem* lut_item = first_item(data, DCM_ModalityLUTSequence); lut_item != nullptr && !format.floating_point) {
    auto lut = read_lut(*lut_item, format);
    if (!lut)
      return tl::make_unexpected(lut.error());
    transform.lut = std::move(*lut);
    return transform;
  }
  DcmItem* group = groups.macro(DCM_PixelValueTransformationSequence);
  transform.slope = rescale(group, data, DCM_RescaleSlope).value_or(1.0);
  transform.intercept = rescale(group, data, DCM_RescaleIntercept).value_or(0.0);
  constexpr double kLargest = 1e9; // a scanner's rescale is nowhere near; keeps every product finite
  if (transform.slope == 0.0 || std::abs(transform.slope) > kLargest || std::abs(transform.intercept) > kLargest)
    return failure(ErrorCode::unreadable, "its Rescale Slope is zero or absurd");
  return transform;
}

} // namespace spondyl::dicom
