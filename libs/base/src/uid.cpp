#include <spondyl/base/uid.h>

#include <algorithm>
#include <array>
#include <spondyl/base/digest.h>

namespace spondyl {
namespace {

/// The decimal digits of a 128-bit number given as bytes, most significant first: repeated division by ten.
std::string decimal(std::array<std::uint8_t, 16> bytes) {
  std::string digits;
  while (std::ranges::any_of(bytes, [](std::uint8_t byte) { return byte != 0; })) {
    unsigned remainder = 0;
    for (std::uint8_t& byte : bytes) {
      const unsigned value = remainder * 256 + byte;
      byte = static_cast<std::uint8_t>(value / 10);
      remainder = value % 10;
    }
    digits.insert(digits.begin(), static_cast<char>('0' + remainder));
  }
  return digits.empty() ? "0" : digits;
}

} // namespace

std::string uid_from_text(std::string_view text) {
  const Sha256 digest = sha256(text);
  std::array<std::uint8_t, 16> uuid{};
  std::copy_n(digest.begin(), uuid.size(), uuid.begin());
  uuid[6] = static_cast<std::uint8_t>((uuid[6] & 0x0FU) | 0x80U); // RFC 9562: version 8, a UUID of one's own making
  uuid[8] = static_cast<std::uint8_t>((uuid[8] & 0x3FU) | 0x80U); // RFC 9562: variant
  return "2.25." + decimal(uuid);
}

} // namespace spondyl
