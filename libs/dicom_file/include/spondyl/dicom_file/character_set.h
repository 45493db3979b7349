#pragma once

#include <string>

namespace spondyl::dicom {

/// `value` of a data set with the given Specific Character Set (0008,0005), as valid UTF-8 (PS3.5 6.1). What cannot be
/// converted becomes U+FFFD; without a declared character set UTF-8 is kept and anything else is taken as Latin-1.
[[nodiscard]] std::string to_utf8(const std::string& value, const std::string& specific_character_set,
                                  bool person_name = false);

[[nodiscard]] bool is_valid_utf8(const std::string& text);

} // namespace spondyl::dicom
