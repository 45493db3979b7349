#include "frames.h"

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <unistd.h>

namespace spondyl::batch {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLengthBytes = sizeof(std::uint32_t);

bool write_all(int descriptor, const std::string& bytes) {
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t written = ::write(descriptor, bytes.data() + done, bytes.size() - done);
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return false;
    done += static_cast<std::size_t>(written);
  }
  return true;
}

} // namespace

bool write_frame(int descriptor, const Json& message) {
  std::string bytes(kLengthBytes, '\0');
  Json::to_cbor(message, nlohmann::detail::output_adapter<char>(bytes));
  const auto length = static_cast<std::uint32_t>(bytes.size() - kLengthBytes);
  std::memcpy(bytes.data(), &length, kLengthBytes);
  return write_all(descriptor, bytes);
}

std::optional<Json> FrameReader::wait(int descriptor) {
  for (;;) {
    if (auto message = next())
      return message;
    if (broken_ || !read_some(descriptor))
      return std::nullopt;
  }
}

bool FrameReader::read_some(int descriptor) {
  std::array<char, 65536> piece{};
  for (;;) {
    const ssize_t count = ::read(descriptor, piece.data(), piece.size());
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return false;
    bytes_.append(piece.data(), static_cast<std::size_t>(count));
    return true;
  }
}

std::optional<Json> FrameReader::next() {
  std::uint32_t length = 0;
  if (broken_ || bytes_.size() < kLengthBytes)
    return std::nullopt;
  std::memcpy(&length, bytes_.data(), kLengthBytes);
  if (bytes_.size() < kLengthBytes + length)
    return std::nullopt;
  Json message = Json::from_cbor(bytes_.begin() + kLengthBytes, bytes_.begin() + kLengthBytes + length, true, false);
  bytes_.erase(0, kLengthBytes + length);
  if (message.is_discarded()) {
    broken_ = true;
    return std::nullopt;
  }
  return message;
}

} // namespace spondyl::batch
