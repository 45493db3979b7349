#pragma once

#include <filesystem>
#include <spondyl/base/result.h>

namespace spondyl::batch {

/// Held while a batch works on an output; the system lets go of it when the process ends, however it ends.
class Lock {
public:
  /// Errors: `io` when another batch holds it, or the file cannot be made.
  [[nodiscard]] static Result<Lock> take(const std::filesystem::path& output);
  Lock(Lock&& other) noexcept;
  Lock& operator=(Lock&&) = delete;
  ~Lock();

private:
  explicit Lock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

} // namespace spondyl::batch
