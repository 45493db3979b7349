#pragma once
// A reader's calibration of a film: a thing of known size on it, or a magnification typed in.

#include <spondyl/base/result.h>
#include <spondyl/model/radiograph.h>
#include <string>
#include <string_view>
#include <variant>

namespace spondyl::radiograph {

/// A ruler or sphere of known size whose ends were marked on the film. It must lie at the depth of the spine.
struct KnownLength {
  PixelPoint from, to;
  double millimetres = 0.0;
  friend bool operator==(const KnownLength&, const KnownLength&) = default;
};

/// Source-to-detector over source-to-spine distance, >= 1.
struct TypedMagnification {
  double value = 1.0;
  friend bool operator==(const TypedMagnification&, const TypedMagnification&) = default;
};

struct FilmCalibration {
  std::variant<KnownLength, TypedMagnification> source;
  std::string who, when; ///< the reader's name and ISO 8601 date and time; both required
  friend bool operator==(const FilmCalibration&, const FilmCalibration&) = default;
};

/// The film's scale after a reader's calibration, `note` saying how, by whom and when: `calibrated` from a known
/// length, `estimated` from a magnification. Pixels that are not square stay so.
/// Errors: `invalid_argument` for lengths or magnifications that cannot be, for a missing name or date, and for a
/// magnification where the film does not give millimetres at the detector.
[[nodiscard]] Result<PixelScale> calibrated(const PixelScale& scale, const FilmCalibration& calibration);

/// Reads {"by": "...", "at": "...", "length_mm": 25, "from": [column, row], "to": [column, row]}, or
/// "magnification": 1.2 in place of the length. `name` is the file's path in messages. Errors: `invalid_argument`.
[[nodiscard]] Result<FilmCalibration> parse_calibration(std::string_view text, const std::string& name);

} // namespace spondyl::radiograph
