#include "lock.h"

#include "journal.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace spondyl::batch {

Lock::Lock(Lock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

Lock::~Lock() {
  if (descriptor_ >= 0)
    ::close(descriptor_);
}

Result<Lock> Lock::take(const std::filesystem::path& output) {
  const std::filesystem::path file = output / kPrivateFolder / "lock";
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0)
    return failure(ErrorCode::io, "Cannot make " + file.string() + ": " + std::generic_category().message(errno) + ".",
                   "Check the output folder's permissions and room.");
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    return Lock(descriptor);
  ::close(descriptor);
  return failure(ErrorCode::io, "Another batch is at work on " + output.string() + ".",
                 "Wait for it or stop it; results of two batches never share a folder.");
}

} // namespace spondyl::batch
