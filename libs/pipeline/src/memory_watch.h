#pragma once

#include <cstddef>

namespace spondyl::pipeline {

/// Peak resident memory of this process since construction, where the system tells (Linux: VmHWM, reset through
/// /proc/self/clear_refs; without the right to reset, the peak since the program's start).
class MemoryWatch {
public:
  MemoryWatch();
  [[nodiscard]] std::size_t peak_bytes() const; ///< 0 = unknown
};

} // namespace spondyl::pipeline
