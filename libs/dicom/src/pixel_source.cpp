#include "pixel_source.h"

#include "classify.h"
#include "frame_values.h"
#include "grey_transform.h"
#include "jpeg2000.h"
#include "jpeg_header.h"
#include "pixel_fragments.h"
#include "rle.h"
#include "transfer_syntax.h"
#include <spondyl/dicom_file/open_file.h>
#include <spondyl/dicom_file/read_values.h>

namespace spondyl::dicom {

tl::unexpected<Error> PixelSource::unreadable(const std::string& cause) const {
  return failure(ErrorCode::unreadable, "Cannot read the pixels of " + file_.string() + ": " + cause + ".",
                 "Export or copy the file again.");
}

Result<std::unique_ptr<PixelSource>> PixelSource::open(const FrameRef& reference, int columns, int rows) {
  std::unique_ptr<PixelSource> source(new PixelSource);
  source->file_ = reference.file;
  std::error_code error;
  if (!std::filesystem::exists(reference.file, error))
    return failure(ErrorCode::not_found, "The file " + reference.file.string() + " is gone since the scan.",
                   "Scan again.");
  auto opened = open_file(reference.file);
  if (!opened)
    return source->unreadable(opened.error().message);
  source->format_ = std::move(opened->format);
  if (opened->pixels_cut_short)
    return source->unreadable("the file ends within the pixel data");
  source->data_ = source->format_->getDataset();
  if (!reference.sop_instance_uid.empty() && text(*source->data_, DCM_SOPInstanceUID) != reference.sop_instance_uid)
    return source->unreadable("it holds another image than at the scan");
  SPONDYL_CHECK(source->prepare(columns, rows));
  return source;
}

Result<void> PixelSource::prepare(int columns, int rows) {
  columns_ = columns;
  rows_ = rows;
  if (whole_number(*data_, DCM_Columns, 0) != columns || whole_number(*data_, DCM_Rows, 0) != rows)
    return unreadable("its size differs from the series");
  if (whole_number(*data_, DCM_SamplesPerPixel, 1) != 1)
    return unreadable("it is a colour picture");
  frame_count_ = text(*data_, DCM_NumberOfFrames).empty() ? 1 : whole_number(*data_, DCM_NumberOfFrames, 0);
  if (frame_count_ < 1 || frame_count_ > kMostFrames)
    return unreadable("the number of frames is absurd");
  groups_ = functional_groups(*data_, frame_count_);
  std::string uid = text(*format_->getMetaInfo(), DCM_TransferSyntaxUID);
  if (uid.empty())
    uid = DcmXfer(data_->getOriginalXfer()).getXferID();
  if (const std::string refusal = transfer_syntax_refusal(uid); !refusal.empty())
    return failure(ErrorCode::unsupported, "Cannot read " + file_.string() + ": " + refusal + ".");
  rle_ = uid == "1.2.840.10008.1.2.5";
  jpeg_ = transfer_syntax_of(uid).jpeg;
  jpeg2000_ = transfer_syntax_of(uid).jpeg_2000;
  inverted_ = text(*data_, DCM_PhotometricInterpretation) == "MONOCHROME1";
  return prepare_format();
}

Result<void> PixelSource::prepare_format() {
  const long allocated = whole_number(*data_, DCM_BitsAllocated, 0);
  const long stored = whole_number(*data_, DCM_BitsStored, allocated);
  const long high_bit = whole_number(*data_, DCM_HighBit, stored - 1);
  stored_.floating_point = data_->tagExists(DCM_FloatPixelData) || data_->tagExists(DCM_DoubleFloatPixelData);
  const bool cell_size =
      allocated == 8 || allocated == 16 || allocated == 32 || (stored_.floating_point && allocated == 64);
  if (!cell_size || stored < 1 || stored > allocated)
    return unreadable("its bits per pixel are not supported");
  stored_.bits_allocated = static_cast<int>(allocated);
  stored_.bits_stored = static_cast<int>(stored);
  // A high bit that cannot be is a common mistake; the stored bits are then the lowest ones.
  stored_.high_bit = static_cast<int>(high_bit >= stored - 1 && high_bit < allocated ? high_bit : stored - 1);
  stored_.is_signed = whole_number(*data_, DCM_PixelRepresentation, 0) == 1;
  const std::size_t bytes =
      static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_) * static_cast<std::size_t>(allocated / 8);
  cells_.resize(bytes + bytes % 2); // the toolkit wants even buffers
  return {};
}

std::optional<PatientPoint> PixelSource::position(int frame) const {
  if (groups_.empty())
    return read_position(*data_);
  const auto index = static_cast<std::size_t>(frame);
  return index < groups_.size() ? read_frame_header(groups_[index], *data_, frame).position : std::nullopt;
}

Result<GreyTransform> PixelSource::transform_of(int frame) const {
  const auto index = static_cast<std::size_t>(frame);
  const FrameGroups groups = index < groups_.size() ? groups_[index] : FrameGroups{};
  auto transform = read_grey_transform(*data_, groups, stored_);
  if (!transform)
    return unreadable(transform.error().message);
  return transform;
}

std::optional<float> PixelSource::padding_value(int frame) const {
  const auto transform = transform_of(frame);
  if (!transform || !transform->padding)
    return std::nullopt;
  return grey_of(transform->padding->low, *transform);
}

Result<void> PixelSource::read(int frame, std::span<float> grey) {
  if (frame < 0 || frame >= frame_count_)
    return unreadable("frame " + std::to_string(frame + 1) + " is not in the file");
  SPONDYL_TRY(const GreyTransform transform, transform_of(frame));
  SPONDYL_CHECK(decode(frame));
  to_grey(cells_, stored_, transform, grey);
  return {};
}

Result<void> PixelSource::decode(int frame) {
  if (stored_.floating_point)
    return read_floating_point(frame);
  if (rle_)
    return decode_rle_frame(frame);
  return jpeg2000_ ? decode_jpeg2000_frame(frame) : decode_with_toolkit(frame);
}

Result<void> PixelSource::decode_with_toolkit(int frame) {
  DcmElement* element = nullptr;
  auto* pixels =
      data_->findAndGetElement(DCM_PixelData, element).good() ? dynamic_cast<DcmPixelData*>(element) : nullptr;
  if (pixels == nullptr)
    return unreadable("there is no pixel data");
  if (jpeg_)
    SPONDYL_CHECK(check_jpeg_size(frame));
  if (frame != next_frame_)
    next_fragment_ = 0;
  std::fill(cells_.begin(), cells_.end(), std::uint8_t{0});
  OFString colour_model;
  const OFCondition status =
      pixels->getUncompressedFrame(data_, static_cast<Uint32>(frame), next_fragment_, cells_.data(),
                                   static_cast<Uint32>(cells_.size()), colour_model, &cache_);
  if (status.bad())
    return unreadable(std::string("the pixel data is damaged or cut short (") + status.text() + ")");
  next_frame_ = frame + 1;
  return {};
}

Result<void> PixelSource::check_jpeg_size(int frame) const {
  const auto stream = encapsulated_frame(*data_, frame, frame_count_);
  const auto size = stream ? jpeg_size(*stream) : std::nullopt;
  if (size && *size != JpegSize{columns_, rows_})
    return unreadable("the compressed image has another size than the header names");
  return {};
}

Result<void> PixelSource::decode_jpeg2000_frame(int frame) {
  auto code_stream = encapsulated_frame(*data_, frame, frame_count_);
  if (!code_stream)
    return unreadable(code_stream.error().message);
  auto image = decode_jpeg2000(*code_stream, columns_, rows_);
  if (!image)
    return unreadable(image.error().message);
  truncated_ = truncated_ || image->truncated;
  store_jpeg2000(*image, stored_, cells_);
  return {};
}

Result<void> PixelSource::decode_rle_frame(int frame) {
  const auto stream = encapsulated_frame(*data_, frame, frame_count_);
  if (!stream)
    return unreadable(stream.error().message);
  const auto bytes = static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_) *
                     static_cast<std::size_t>(stored_.bits_allocated / 8);
  const auto decoded =
      decode_rle(*stream, static_cast<std::size_t>(stored_.bits_allocated / 8), std::span(cells_).first(bytes));
  return decoded ? Result<void>() : unreadable(decoded.error().message);
}

Result<void> PixelSource::read_floating_point(int frame) {
  DcmElement* element = nullptr;
  const DcmTagKey tag = stored_.bits_allocated == 64 ? DCM_DoubleFloatPixelData : DCM_FloatPixelData;
  if (data_->findAndGetElement(tag, element).bad() || element == nullptr)
    return unreadable("there is no pixel data");
  const auto offset = static_cast<Uint64>(frame) * cells_.size();
  if (offset + cells_.size() > element->getLengthField())
    return unreadable("the pixel data is cut short");
  if (element->getPartialValue(cells_.data(), static_cast<Uint32>(offset), static_cast<Uint32>(cells_.size()), &cache_)
          .bad())
    return unreadable("the pixel data cannot be read");
  return {};
}

} // namespace spondyl::dicom
