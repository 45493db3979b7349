#include "locked_file.h"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace spondyl::audit {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kOwnerOnly = 0600;

tl::unexpected<Error> io_failure(const fs::path& file) {
  return failure(ErrorCode::io,
                 "Cannot write the audit log " + file.string() + ": " + std::generic_category().message(errno) + ".",
                 "Check the folder's permissions and room, or set XDG_STATE_HOME.");
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return ::fsync(descriptor) == 0;
}

} // namespace

LockedFile::LockedFile(int descriptor, fs::path file) : descriptor_(descriptor), file_(std::move(file)) {}

LockedFile::LockedFile(LockedFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), file_(std::move(other.file_)) {}

LockedFile& LockedFile::operator=(LockedFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(file_, other.file_);
  return *this;
}

LockedFile::~LockedFile() {
  if (descriptor_ >= 0)
    ::close(descriptor_); // which also unlocks
}

Result<LockedFile> LockedFile::open(const fs::path& file) {
  std::error_code error;
  if (fs::create_directories(file.parent_path(), error))
    fs::permissions(file.parent_path(), fs::perms::owner_all, error);
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, kOwnerOnly);
  if (descriptor < 0)
    return io_failure(file);
  LockedFile opened(descriptor, file);
  while (::flock(descriptor, LOCK_EX) != 0)
    if (errno != EINTR)
      return io_failure(file);
  return opened;
}

Result<void> LockedFile::append(std::string_view bytes) {
  if (!write_all(descriptor_, bytes))
    return io_failure(file_);
  return {};
}

Result<void> replace_file(const fs::path& file, std::string_view bytes) {
  const std::string temporary = file.string() + ".new"; // the log's lock guards it
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kOwnerOnly);
  if (descriptor < 0)
    return io_failure(file);
  const bool written = write_all(descriptor, bytes);
  ::close(descriptor);
  if (!written || ::rename(temporary.c_str(), file.c_str()) != 0)
    return io_failure(file);
  return {};
}

} // namespace spondyl::audit
