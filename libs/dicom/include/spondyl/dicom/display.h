#pragma once
// What a viewer needs beside measurement: one frame of any series, and how the file asks to be shown.

#include <optional>
#include <spondyl/base/result.h>
#include <spondyl/model/radiograph.h>
#include <spondyl/model/series.h>
#include <string>
#include <vector>

namespace spondyl::dicom {

/// One frame of a series of any kind and verdict, in grey values, larger = brighter. `index` is into Series::frames.
/// For thumbnails, localizers and a first look while a volume is still loading. Errors: `invalid_argument` for an index
/// out of range, `not_found`/`unreadable` naming the file, `unsupported` for a compression that is not handled.
[[nodiscard]] Result<Radiograph> load_frame(const Series& series, std::size_t index);

enum class DisplayFunction { linear, linear_exact, sigmoid }; ///< VOI LUT Function (0028,1056)

/// Window Center and Width (PS3.3 C.11.2), in grey values after the modality LUT, as the file writes them.
struct DisplayWindow {
  double centre = 0.0, width = 1.0;
  DisplayFunction function = DisplayFunction::linear;
  std::string explanation; ///< (0028,1055); no patient data is expected there, show it and never log it
};

/// VOI LUT Sequence (0028,3010), first item, scaled to 0..1.
struct DisplayTable {
  double first_value = 0.0;
  std::vector<float> output;
  std::string explanation;
};

struct DisplayHints {
  std::vector<DisplayWindow> windows;
  std::optional<DisplayTable> table;
  bool monochrome1 = false; ///< small values are bright: windows refer to values before they are turned over
};

/// How the file of a frame asks to be shown. Errors: `unreadable`, `invalid_argument` as above.
[[nodiscard]] Result<DisplayHints> display_hints(const Series& series, std::size_t index);

} // namespace spondyl::dicom
