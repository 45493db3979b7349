#include "transfer_syntax.h"

#include <algorithm>
#include <array>

namespace spondyl::dicom {
namespace {

constexpr auto kDecoded = TransferSyntaxSupport::decoded;
constexpr auto kRefused = TransferSyntaxSupport::refused;

// uid, name, support, encapsulated, always lossy, JPEG 2000, JPEG or JPEG-LS. PS3.6 table A-1.
constexpr std::array<TransferSyntax, 34> kTable{{
    {"1.2.840.10008.1.2", "Implicit VR Little Endian", kDecoded, false, false, false},
    {"1.2.840.10008.1.2.1", "Explicit VR Little Endian", kDecoded, false, false, false},
    {"1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian", kDecoded, false, false, false},
    {"1.2.840.10008.1.2.2", "Explicit VR Big Endian", kDecoded, false, false, false},
    {"1.2.840.10008.1.2.5", "RLE Lossless", kDecoded, true, false, false},
    {"1.2.840.10008.1.2.4.50", "JPEG Baseline", kDecoded, true, true, false, true},
    {"1.2.840.10008.1.2.4.51", "JPEG Extended", kDecoded, true, true, false, true},
    {"1.2.840.10008.1.2.4.53", "JPEG Spectral Selection", kDecoded, true, true, false, true},
    {"1.2.840.10008.1.2.4.55", "JPEG Full Progression", kDecoded, true, true, false, true},
    {"1.2.840.10008.1.2.4.57", "JPEG Lossless", kDecoded, true, false, false, true},
    {"1.2.840.10008.1.2.4.70", "JPEG Lossless SV1", kDecoded, true, false, false, true},
    {"1.2.840.10008.1.2.4.80", "JPEG-LS Lossless", kDecoded, true, false, false, true},
    {"1.2.840.10008.1.2.4.81", "JPEG-LS Near-Lossless", kDecoded, true, true, false, true},
    {"1.2.840.10008.1.2.4.90", "JPEG 2000 Lossless", kDecoded, true, false, true},
    {"1.2.840.10008.1.2.4.91", "JPEG 2000", kDecoded, true, false, true},
    {"1.2.840.10008.1.2.4.92", "JPEG 2000 Multi-component Lossless", kRefused, true, false, false},
    {"1.2.840.10008.1.2.4.93", "JPEG 2000 Multi-component", kRefused, true, false, false},
    {"1.2.840.10008.1.2.4.94", "JPIP Referenced", kRefused, true, false, false},
    {"1.2.840.10008.1.2.4.95", "JPIP Referenced Deflate", kRefused, true, false, false},
    {"1.2.840.10008.1.2.4.100", "MPEG2 Main Profile / Main Level", kRefused, true, true, false},
    {"1.2.840.10008.1.2.4.101", "MPEG2 Main Profile / High Level", kRefused, true, true, false},
    {"1.2.840.10008.1.2.4.102", "MPEG-4 AVC/H.264 High Profile", kRefused, true, true, false},
    {"1.2.840.10008.1.2.4.103", "MPEG-4 AVC/H.264 BD-compatible", kRefused, true, true, false},
    {"1.2.840.10008.1.2.4.104", "MPEG-4 AVC/H.264 High Profile 2D", kRefused, true, true, false},
    {"1.2.840.10008.1.2.4.105", "MPEG-4 AVC/H.264 High Profile 3D", kRefused, true, true, false},
    {"1.2.840.10008.1.2.4.106", "MPEG-4 AVC/H.264 Stereo", kRefused, true, true, false},
    {"1.2.840.10008.1.2.4.107", "HEVC/H.265 Main Profile", kRefused, true, true, false},
    {"1.2.840.10008.1.2.4.108", "HEVC/H.265 Main 10 Profile", kRefused, true, true, false},
    {"1.2.840.10008.1.2.4.110", "JPEG XL Lossless", kRefused, true, false, false},
    {"1.2.840.10008.1.2.4.112", "JPEG XL", kRefused, true, false, false},
    {"1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000 Lossless", kRefused, true, false, false},
    {"1.2.840.10008.1.2.4.202", "High-Throughput JPEG 2000 with RPCL Lossless", kRefused, true, false, false},
    {"1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000", kRefused, true, false, false},
    {"1.2.840.10008.1.2.4.205", "JPIP HTJ2K Referenced Deflate", kRefused, true, false, false},
}};

} // namespace

TransferSyntax transfer_syntax_of(std::string_view uid) {
  const auto* found = std::find_if(kTable.begin(), kTable.end(), [&](const TransferSyntax& t) { return t.uid == uid; });
  return found != kTable.end() ? *found
                               : TransferSyntax{uid, "unknown", TransferSyntaxSupport::unknown, true, false, false};
}

std::string transfer_syntax_refusal(std::string_view uid) {
  const TransferSyntax syntax = transfer_syntax_of(uid);
  if (syntax.support == TransferSyntaxSupport::decoded)
    return {};
  const std::string named =
      std::string(syntax.support == TransferSyntaxSupport::unknown ? "an unknown transfer syntax" : syntax.name) +
      " (" + std::string(uid) + ")";
  return "the pixels are compressed as " + named +
         ", which is not supported; export the series uncompressed or as "
         "JPEG 2000, JPEG-LS or JPEG lossless";
}

} // namespace spondyl::dicom
