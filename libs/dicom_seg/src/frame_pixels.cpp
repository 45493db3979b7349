#include "frame_pixels.h"

#include <algorithm>
#include <spondyl/dicom_file/read_values.h>

#include "sample_labels.h"

namespace spondyl::dicom_seg {
namespace {

struct PixelBytes {
  const std::uint8_t* bytes = nullptr;
  std::size_t count = 0;
};

Result<PixelBytes> uncompressed_bytes(DcmDataset& data) {
  data.chooseRepresentation(EXS_LittleEndianExplicit, nullptr);
  DcmElement* element = nullptr;
  Uint8* bytes = nullptr;
  Uint16* words = nullptr;
  if (data.findAndGetElement(DCM_PixelData, element).bad() || element == nullptr || element->getLength() == 0)
    return failure(ErrorCode::unreadable, "it has no pixels");
  // Bits are read byte by byte; words are little-endian here because the toolkit turns them into the machine's order,
  // which is little-endian on every machine we build for.
  if (element->getUint8Array(bytes).good() && bytes != nullptr)
    return PixelBytes{bytes, element->getLength()};
  if (element->getUint16Array(words).good() && words != nullptr)
    return PixelBytes{reinterpret_cast<const std::uint8_t*>(words), element->getLength()};
  return failure(ErrorCode::unsupported, "its pixels are compressed in a way that is not handled, or cut short");
}

} // namespace

Result<FramePixels> FramePixels::open(DcmDataset& data) {
  FramePixels pixels;
  const long columns = dicom::whole_number(data, DCM_Columns, 0), rows = dicom::whole_number(data, DCM_Rows, 0);
  const long bits = dicom::whole_number(data, DCM_BitsAllocated, 0);
  const std::string type = dicom::text(data, DCM_SegmentationType);
  pixels.frames_ = dicom::whole_number(data, DCM_NumberOfFrames, 1);
  pixels.label_map_ = type == "LABELMAP";
  if (columns < 1 || rows < 1 || columns > 65535 || rows > 65535 || pixels.frames_ < 1 ||
      (bits != 1 && bits != 8 && !(bits == 16 && pixels.label_map_)))
    return failure(ErrorCode::unsupported, "its size or its bits per pixel are not those of a segmentation");
  const double total = static_cast<double>(columns) * static_cast<double>(rows) * static_cast<double>(pixels.frames_);
  if (total > static_cast<double>(kMostBytes) * 8)
    return failure(ErrorCode::unsupported, "it declares more pixels than are handled");
  pixels.columns_ = static_cast<int>(columns);
  pixels.rows_ = static_cast<int>(rows);
  pixels.bits_ = static_cast<int>(bits);
  if (type == "FRACTIONAL")
    pixels.threshold_ = static_cast<unsigned>(
        std::max(1L, (std::clamp(dicom::whole_number(data, DCM_MaximumFractionalValue, 255), 1L, 255L) + 1) / 2));
  SPONDYL_TRY(const PixelBytes bytes, uncompressed_bytes(data));
  if (static_cast<double>(bytes.count) * 8 < total * static_cast<double>(bits))
    return failure(ErrorCode::unreadable, "its pixels are cut short");
  pixels.bytes_ = bytes.bytes;
  return pixels;
}

} // namespace spondyl::dicom_seg
