#pragma once

#include <spondyl/base/result.h>
#include <spondyl/model/series.h>

namespace spondyl::dicom {

/// An error of code `not_measurable` unless the series is of this kind and was not refused.
[[nodiscard]] inline Result<void> check_loadable(const Series& series, SeriesKind kind) {
  if (series.verdict == Verdict::refused || series.kind != kind || series.frames.empty()) {
    std::string why =
        series.reasons.empty() ? "it is of kind " + std::string(to_string(series.kind)) : series.reasons.front().text;
    return failure(ErrorCode::not_measurable, "The series cannot be loaded for measurement: " + why + ".");
  }
  return {};
}

} // namespace spondyl::dicom
