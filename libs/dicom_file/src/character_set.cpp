#include <spondyl/dicom_file/character_set.h>

#include <algorithm>
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcspchrs.h>
#include <optional>

#include "japanese_text.h"

namespace spondyl::dicom {
namespace {

bool is_plain_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x80 && c != '\x1b'; // ISO 2022 switches sets with an escape
  });
}

std::string latin1_to_utf8(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      result += c;
    } else {
      result += static_cast<char>(0xC0U | (byte >> 6U));
      result += static_cast<char>(0x80U | (byte & 0x3FU));
    }
  }
  return result;
}

std::string with_replacement_characters(const std::string& text) {
  std::string result;
  for (const char c : text)
    result += static_cast<unsigned char>(c) < 0x80 && c != '\x1b' ? std::string(1, c) : std::string("\xEF\xBF\xBD");
  return result;
}

std::size_t utf8_sequence_length(unsigned char lead) {
  if (lead < 0x80)
    return 1;
  if (lead >= 0xC2 && lead < 0xE0)
    return 2;
  if (lead >= 0xE0 && lead < 0xF0)
    return 3;
  return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

std::optional<std::string> convert(const std::string& value, const std::string& specific_character_set,
                                   const char* delimiters) {
  DcmSpecificCharacterSet converter;
  OFString converted;
  if (converter.selectCharacterSet(OFString(specific_character_set.c_str())).bad() ||
      converter.convertString(OFString(value.data(), value.size()), converted, delimiters).bad())
    return std::nullopt;
  std::string result(converted.c_str(), converted.length());
  return is_valid_utf8(result) ? std::optional(result) : std::nullopt;
}

} // namespace

bool is_valid_utf8(const std::string& text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_sequence_length(static_cast<unsigned char>(text[i]));
    if (length == 0 || i + length > text.size())
      return false;
    for (std::size_t k = 1; k < length; ++k)
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0U) != 0x80U)
        return false;
    i += length;
  }
  return true;
}

std::string to_utf8(const std::string& value, const std::string& specific_character_set, bool person_name) {
  if (is_plain_ascii(value))
    return value;
  if (specific_character_set.empty())
    return is_valid_utf8(value) ? value : latin1_to_utf8(value);
  if (is_japanese(specific_character_set))
    if (const auto converted = japanese_to_utf8(value))
      return *converted;
  // The delimiters reset an ISO 2022 escape to the default set (PS3.5 6.1.2.5.3).
  if (const auto converted = convert(value, specific_character_set, person_name ? "\\^=" : "\\"))
    return *converted;
  return is_valid_utf8(value) && specific_character_set.find("192") != std::string::npos
             ? value
             : with_replacement_characters(value);
}

} // namespace spondyl::dicom
