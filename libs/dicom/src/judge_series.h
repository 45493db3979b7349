#pragma once

#include "header.h"

namespace spondyl::dicom {

/// Turns the headers of everything that was read into judged series, in deterministic order. `headers` must be sorted
/// by file.
[[nodiscard]] std::vector<Series> judge_series(std::vector<InstanceHeader> headers);

} // namespace spondyl::dicom
