#pragma once

#include <optional>
#include <string>

namespace spondyl::dicom {

/// Whether a Specific Character Set names a Japanese repertoire (ISO IR 13, 87 or 159; PS3.5 annex H).
[[nodiscard]] bool is_japanese(const std::string& specific_character_set);

/// Japanese text with ISO 2022 escapes as UTF-8. The C library's converters know neither these sets by their registry
/// numbers nor DICOM's mixture of them, so the text is taken apart here and put together as EUC-JP first.
[[nodiscard]] std::optional<std::string> japanese_to_utf8(const std::string& value);

} // namespace spondyl::dicom
