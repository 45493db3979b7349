#include "inflate.h"

#include <array>
#include <fstream>
#include <zlib.h>

namespace spondyl::dicom {
namespace {

class Inflater {
public:
  // Negative window bits: a raw stream. Some writers add the zlib header all the same; it is recognised by its bytes.
  explicit Inflater(bool zlib_header) { ready_ = inflateInit2(&stream_, zlib_header ? MAX_WBITS : -MAX_WBITS) == Z_OK; }
  ~Inflater() {
    if (ready_)
      inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  [[nodiscard]] bool ready() const { return ready_; }
  [[nodiscard]] bool ended() const { return ended_; }

  /// Inflates one piece of input; false when the stream is damaged, ended or the limit is reached.
  bool feed(std::span<std::uint8_t> input, std::vector<std::uint8_t>& output, std::size_t limit) {
    stream_.next_in = input.data();
    stream_.avail_in = static_cast<uInt>(input.size());
    std::array<std::uint8_t, 65536> piece{};
    do {
      stream_.next_out = piece.data();
      stream_.avail_out = static_cast<uInt>(std::min(piece.size(), limit - output.size()));
      if (stream_.avail_out == 0)
        return false;
      const std::size_t room = stream_.avail_out;
      const int status = inflate(&stream_, Z_NO_FLUSH);
      output.insert(output.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(room - stream_.avail_out));
      ended_ = status == Z_STREAM_END;
      if (status != Z_OK)
        return status == Z_BUF_ERROR && stream_.avail_in == 0;
    } while (stream_.avail_in > 0 || stream_.avail_out == 0);
    return true;
  }

private:
  z_stream stream_{};
  bool ready_ = false, ended_ = false;
};

} // namespace

Result<Inflated> inflate_file(const std::filesystem::path& file, std::uint64_t offset, std::size_t limit) {
  std::ifstream stream(file, std::ios::binary);
  stream.seekg(static_cast<std::streamoff>(offset));
  std::array<char, 2> first{};
  stream.read(first.data(), first.size());
  if (!stream)
    return failure(ErrorCode::unreadable, "the deflated data set is empty");
  stream.seekg(static_cast<std::streamoff>(offset));
  Inflater inflater(
      static_cast<std::uint8_t>(first[0]) == 0x78 &&
      (static_cast<unsigned>(static_cast<std::uint8_t>(first[0])) * 256 + static_cast<std::uint8_t>(first[1])) % 31 ==
          0);
  if (!inflater.ready())
    return failure(ErrorCode::internal, "the deflated data set cannot be inflated");
  Inflated result;
  std::vector<std::uint8_t> input(65536);
  bool more = true;
  while (more && !inflater.ended()) {
    stream.read(reinterpret_cast<char*>(input.data()), static_cast<std::streamsize>(input.size()));
    const auto count = static_cast<std::size_t>(stream.gcount());
    if (count == 0)
      break;
    more = inflater.feed(std::span(input).first(count), result.bytes, limit);
  }
  result.complete = inflater.ended() || result.bytes.size() < limit;
  return result;
}

} // namespace spondyl::dicom
