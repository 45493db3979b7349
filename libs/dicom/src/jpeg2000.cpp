#include "jpeg2000.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <openjpeg.h>

namespace spondyl::dicom {
namespace {

struct MemoryStream {
  std::span<const std::uint8_t> bytes;
  std::size_t at = 0;
};

OPJ_SIZE_T read(void* buffer, OPJ_SIZE_T count, void* user) {
  auto& stream = *static_cast<MemoryStream*>(user);
  const std::size_t available = std::min<std::size_t>(count, stream.bytes.size() - stream.at);
  if (available == 0)
    return static_cast<OPJ_SIZE_T>(-1);
  std::memcpy(buffer, stream.bytes.data() + stream.at, available);
  stream.at += available;
  return available;
}

OPJ_OFF_T skip(OPJ_OFF_T count, void* user) {
  auto& stream = *static_cast<MemoryStream*>(user);
  if (count < 0)
    return -1;
  const auto available = std::min<std::size_t>(static_cast<std::size_t>(count), stream.bytes.size() - stream.at);
  stream.at += available;
  return available > 0 || count == 0 ? static_cast<OPJ_OFF_T>(available) : -1;
}

OPJ_BOOL seek(OPJ_OFF_T position, void* user) {
  auto& stream = *static_cast<MemoryStream*>(user);
  if (position < 0 || static_cast<std::size_t>(position) > stream.bytes.size())
    return OPJ_FALSE;
  stream.at = static_cast<std::size_t>(position);
  return OPJ_TRUE;
}

struct Deleter {
  void operator()(opj_codec_t* codec) const { opj_destroy_codec(codec); }
  void operator()(opj_image_t* image) const { opj_image_destroy(image); }
  // opj_stream_t and opj_codec_t are both void: the stream is wrapped apart.
};

class Stream {
public:
  explicit Stream(MemoryStream& memory) : stream_(opj_stream_default_create(OPJ_TRUE)) {
    opj_stream_set_read_function(stream_, read);
    opj_stream_set_skip_function(stream_, skip);
    opj_stream_set_seek_function(stream_, seek);
    opj_stream_set_user_data(stream_, &memory, nullptr);
    opj_stream_set_user_data_length(stream_, memory.bytes.size());
  }
  ~Stream() { opj_stream_destroy(stream_); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  [[nodiscard]] opj_stream_t* get() const { return stream_; }

private:
  opj_stream_t* stream_;
};

bool is_jp2_file(std::span<const std::uint8_t> bytes) {
  constexpr std::uint8_t kSignature[] = {0x00, 0x00, 0x00, 0x0C, 0x6A, 0x50};
  return bytes.size() > sizeof kSignature && std::equal(std::begin(kSignature), std::end(kSignature), bytes.begin());
}

bool component_fits(const opj_image_t& image, int columns, int rows) {
  if (image.numcomps != 1)
    return false;
  const opj_image_comp_t& component = image.comps[0];
  return component.w == static_cast<OPJ_UINT32>(columns) && component.h == static_cast<OPJ_UINT32>(rows) &&
         component.prec >= 1 && component.prec <= 32;
}

Result<Jpeg2000Image> decode(std::span<const std::uint8_t> bytes, int columns, int rows, bool strict) {
  MemoryStream memory{bytes};
  const Stream stream(memory);
  const std::unique_ptr<opj_codec_t, Deleter> codec(
      opj_create_decompress(is_jp2_file(bytes) ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K));
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  if (!codec || !opj_setup_decoder(codec.get(), &parameters) ||
      !opj_decoder_set_strict_mode(codec.get(), strict ? OPJ_TRUE : OPJ_FALSE))
    return failure(ErrorCode::internal, "the JPEG 2000 decoder cannot be set up");
  opj_image_t* raw = nullptr;
  const bool header_read = opj_read_header(stream.get(), codec.get(), &raw) != OPJ_FALSE;
  const std::unique_ptr<opj_image_t, Deleter> image(raw);
  if (!header_read || !image)
    return failure(ErrorCode::unreadable, "the JPEG 2000 header is damaged");
  // Before decoding: a hostile header may name a gigantic image.
  if (!component_fits(*image, columns, rows))
    return failure(ErrorCode::unreadable, "the JPEG 2000 image does not have the size or components the header names");
  if (!opj_decode(codec.get(), stream.get(), image.get()) || image->comps[0].data == nullptr ||
      !component_fits(*image, columns, rows))
    return failure(ErrorCode::unreadable, "the JPEG 2000 code stream is damaged");
  const opj_image_comp_t& component = image->comps[0];
  const std::size_t count = static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows);
  Jpeg2000Image result;
  result.values.assign(component.data, component.data + count);
  result.precision = static_cast<int>(component.prec);
  result.is_signed = component.sgnd != 0;
  return result;
}

} // namespace

Result<Jpeg2000Image> decode_jpeg2000(std::span<const std::uint8_t> code_stream, int columns, int rows) {
  if (auto complete = decode(code_stream, columns, rows, true))
    return complete;
  auto partial = decode(code_stream, columns, rows, false);
  if (partial)
    partial->truncated = true;
  return partial;
}

} // namespace spondyl::dicom
