#include "memory_watch.h"

#include <fstream>
#include <string>

namespace spondyl::pipeline {

MemoryWatch::MemoryWatch() {
  std::ofstream("/proc/self/clear_refs") << 5; // proc(5): 5 resets the peak resident set size
}

std::size_t MemoryWatch::peak_bytes() const {
  std::ifstream status("/proc/self/status");
  for (std::string key; status >> key;) {
    if (key == "VmHWM:") {
      std::size_t kibibytes = 0;
      status >> kibibytes;
      return kibibytes * 1024;
    }
    status.ignore(4096, '\n');
  }
  return 0;
}

} // namespace spondyl::pipeline
