#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace spondyl::dicom {

struct JpegSize {
  int columns = 0, rows = 0;
  friend bool operator==(const JpegSize&, const JpegSize&) = default;
};

/// The size in the frame header of a JPEG or JPEG-LS stream (ITU-T T.81 B.2.2, T.87 C.2.2); nullopt when there is none.
/// The toolkit does not compare it with the DICOM header.
[[nodiscard]] std::optional<JpegSize> jpeg_size(std::span<const std::uint8_t> stream);

} // namespace spondyl::dicom
