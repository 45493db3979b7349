#pragma once

#include <string>
#include <string_view>

namespace spondyl {

/// A DICOM UID of the form 2.25.<decimal UUID> (PS3.5 B.2) made from the SHA-256 of `text`: the same text gives the
/// same UID everywhere, and the text cannot be read back from it (short texts can be guessed).
[[nodiscard]] std::string uid_from_text(std::string_view text);

} // namespace spondyl
