#include "pixel_fragments.h"

#include <cstring>

namespace spondyl::dicom {
namespace {

DcmPixelSequence* pixel_sequence(DcmItem& data) {
  DcmElement* element = nullptr;
  if (data.findAndGetElement(DCM_PixelData, element).bad())
    return nullptr;
  auto* pixels = dynamic_cast<DcmPixelData*>(element);
  if (pixels == nullptr)
    return nullptr;
  E_TransferSyntax syntax = EXS_Unknown;
  const DcmRepresentationParameter* parameter = nullptr;
  pixels->getOriginalRepresentationKey(syntax, parameter);
  DcmPixelSequence* sequence = nullptr;
  return pixels->getEncapsulatedRepresentation(syntax, parameter, sequence).good() ? sequence : nullptr;
}

tl::unexpected<Error> damaged(const char* cause) {
  return failure(ErrorCode::unreadable, cause);
}

bool append_fragment(DcmPixelSequence& sequence, unsigned long index, std::vector<std::uint8_t>& bytes) {
  DcmPixelItem* item = nullptr;
  if (sequence.getItem(item, index).bad() || item == nullptr)
    return false;
  const Uint32 length = item->getLength();
  Uint8* data = nullptr;
  if (length == 0)
    return true;
  if (item->getUint8Array(data).bad() || data == nullptr)
    return false;
  bytes.insert(bytes.end(), data, data + length);
  return true;
}

/// First fragment of each frame, from the offset table (fragment 0). Empty when it does not fit.
std::vector<unsigned long> first_fragments(DcmPixelSequence& sequence, long frame_count) {
  std::vector<std::uint8_t> table;
  if (!append_fragment(sequence, 0, table) || table.size() < static_cast<std::size_t>(frame_count) * 4)
    return {};
  std::vector<unsigned long> starts;
  std::uint64_t at = 0;
  for (unsigned long fragment = 1; fragment < sequence.card(); ++fragment) {
    const std::size_t frame = starts.size();
    std::uint32_t offset = 0;
    if (frame < static_cast<std::size_t>(frame_count))
      std::memcpy(&offset, table.data() + frame * 4, 4);
    if (frame < static_cast<std::size_t>(frame_count) && offset == at)
      starts.push_back(fragment);
    DcmPixelItem* item = nullptr;
    if (sequence.getItem(item, fragment).bad() || item == nullptr)
      return {};
    at += 8ULL + item->getLength();
  }
  return starts.size() == static_cast<std::size_t>(frame_count) ? starts : std::vector<unsigned long>{};
}

} // namespace

Result<std::vector<std::uint8_t>> encapsulated_frame(DcmItem& data, int frame, long frame_count) {
  DcmPixelSequence* sequence = pixel_sequence(data);
  if (sequence == nullptr || sequence->card() < 2)
    return damaged("there is no compressed pixel data");
  const unsigned long fragments = sequence->card() - 1; // the first item is the offset table
  unsigned long first = 1, last = fragments;
  if (frame_count > 1 && fragments == static_cast<unsigned long>(frame_count)) {
    first = last = static_cast<unsigned long>(frame) + 1;
  } else if (frame_count > 1) {
    const auto starts = first_fragments(*sequence, frame_count);
    if (starts.empty())
      return damaged("the offset table does not tell where the frames begin");
    const auto index = static_cast<std::size_t>(frame);
    first = starts[index];
    last = index + 1 < starts.size() ? starts[index + 1] - 1 : fragments;
  }
  std::vector<std::uint8_t> bytes;
  for (unsigned long fragment = first; fragment <= last; ++fragment)
    if (!append_fragment(*sequence, fragment, bytes))
      return damaged("a fragment of the compressed pixel data cannot be read");
  return bytes;
}

void store_jpeg2000(const Jpeg2000Image& image, const StoredFormat& format, std::span<std::uint8_t> cells) {
  const auto bytes = static_cast<std::size_t>(format.bits_allocated / 8);
  const int shift = format.high_bit + 1 - format.bits_stored;
  // The code stream's own sign and the header's may disagree; the header's holds for the code stream's precision.
  const std::uint64_t sign = 1ULL << (image.precision - 1);
  const std::uint64_t mask = image.precision == 64 ? ~0ULL : (1ULL << image.precision) - 1;
  for (std::size_t i = 0; i < image.values.size(); ++i) {
    std::uint64_t value = static_cast<std::uint64_t>(static_cast<std::int64_t>(image.values[i]));
    if (format.is_signed)
      value = ((value & mask) ^ sign) - sign;
    else
      value &= mask;
    value <<= shift;
    std::memcpy(cells.data() + i * bytes, &value, bytes); // little-endian hosts only, as everywhere here
  }
}

} // namespace spondyl::dicom
