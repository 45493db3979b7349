// Crashes before anything of it can be asked.
#include <cstdlib>

namespace {
struct Crash {
  Crash() { std::abort(); }
} const crash;
} // namespace
