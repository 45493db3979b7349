#pragma once

#include <string>
#include <string_view>

namespace spondyl::dicom {

enum class TransferSyntaxSupport { decoded, refused, unknown };

struct TransferSyntax {
  std::string_view uid, name;
  TransferSyntaxSupport support;
  bool encapsulated;
  bool always_lossy;
  bool jpeg_2000;
  bool jpeg = false; ///< JPEG or JPEG-LS
};

/// What is known about a transfer syntax (PS3.6 table A-1); support `unknown` for a UID that is not listed.
[[nodiscard]] TransferSyntax transfer_syntax_of(std::string_view uid);

/// Why pixels in this transfer syntax cannot be read, naming it; empty when they can.
[[nodiscard]] std::string transfer_syntax_refusal(std::string_view uid);

} // namespace spondyl::dicom
