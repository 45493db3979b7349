#include "japanese_text.h"

#include <iconv.h>
#include <string_view>

namespace spondyl::dicom {
namespace {

/// What seven-bit bytes stand for until the next escape (PS3.3 table C.12-3 and C.12-4).
enum class SevenBit { one_byte, jis_x_0208, jis_x_0212 };

struct Escape {
  std::string_view bytes;
  std::optional<SevenBit> seven_bit; ///< nullopt: concerns bytes above 0x7f, which are katakana anyway
};
constexpr Escape kEscapes[] = {{"\x1b(B", SevenBit::one_byte},    {"\x1b(J", SevenBit::one_byte},
                               {"\x1b$B", SevenBit::jis_x_0208},  {"\x1b$@", SevenBit::jis_x_0208},
                               {"\x1b$(D", SevenBit::jis_x_0212}, {"\x1b)I", std::nullopt}};

constexpr char kKatakana = '\x8e', kThreeByte = '\x8f'; // single shifts of EUC-JP

const Escape* escape_at(std::string_view text) {
  for (const Escape& escape : kEscapes)
    if (text.starts_with(escape.bytes))
      return &escape;
  return nullptr;
}

std::optional<std::string> to_euc(std::string_view text) {
  std::string euc;
  SevenBit state = SevenBit::one_byte;
  while (!text.empty()) {
    if (text.front() == '\x1b') {
      const Escape* escape = escape_at(text);
      if (escape == nullptr)
        return std::nullopt;
      state = escape->seven_bit.value_or(state);
      text.remove_prefix(escape->bytes.size());
    } else if ((static_cast<unsigned char>(text.front()) & 0x80U) != 0) {
      euc += {kKatakana, text.front()};
      text.remove_prefix(1);
    } else if (state == SevenBit::one_byte) {
      euc += text.front();
      text.remove_prefix(1);
    } else {
      if (text.size() < 2)
        return std::nullopt;
      if (state == SevenBit::jis_x_0212)
        euc += kThreeByte;
      euc += {static_cast<char>(text[0] | '\x80'), static_cast<char>(text[1] | '\x80')};
      text.remove_prefix(2);
    }
  }
  return euc;
}

std::optional<std::string> euc_to_utf8(std::string euc) {
  const iconv_t converter = iconv_open("UTF-8", "EUC-JP");
  if (converter == reinterpret_cast<iconv_t>(-1)) // the value POSIX defines for failure
    return std::nullopt;
  std::string utf8(euc.size() * 4 + 4, '\0');
  char* in = euc.data();
  char* out = utf8.data();
  std::size_t in_left = euc.size(), out_left = utf8.size();
  const bool converted = iconv(converter, &in, &in_left, &out, &out_left) != static_cast<std::size_t>(-1);
  iconv_close(converter);
  utf8.resize(utf8.size() - out_left);
  return converted ? std::optional(utf8) : std::nullopt;
}

} // namespace

bool is_japanese(const std::string& specific_character_set) {
  for (const char* name : {"ISO 2022 IR 87", "ISO 2022 IR 159", "ISO 2022 IR 13", "ISO_IR 13"}) {
    const auto at = specific_character_set.find(name);
    const std::size_t end = at + std::string_view(name).size();
    if (at != std::string::npos && (end == specific_character_set.size() || specific_character_set[end] < '0' ||
                                    specific_character_set[end] > '9'))
      return true;
  }
  return false;
}

std::optional<std::string> japanese_to_utf8(const std::string& value) {
  auto euc = to_euc(value);
  return euc ? euc_to_utf8(std::move(*euc)) : std::nullopt;
}

} // namespace spondyl::dicom
