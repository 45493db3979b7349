#pragma once
// Messages between a batch and its workers: a length in four bytes, then one JSON value as CBOR (RFC 8949), which,
// unlike JSON text, carries file names of any bytes.

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace spondyl::batch {

/// False when the other end is gone.
[[nodiscard]] bool write_frame(int descriptor, const nlohmann::json& message);

/// Puts together what arrives in pieces.
class FrameReader {
public:
  /// Reads what is there without waiting for more. False when the other end is gone.
  [[nodiscard]] bool read_some(int descriptor);
  /// The next whole message, if there is one; a damaged one ends the stream (`broken`).
  [[nodiscard]] std::optional<nlohmann::json> next();
  /// Waits for the next whole message; nothing when the other end is gone or sends what is none.
  [[nodiscard]] std::optional<nlohmann::json> wait(int descriptor);
  [[nodiscard]] bool broken() const { return broken_; }

private:
  std::string bytes_;
  bool broken_ = false;
};

} // namespace spondyl::batch
