#include <spondyl/findings/private_file.h>

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <system_error>
#include <unistd.h>

namespace spondyl::findings {
namespace {

tl::unexpected<Error> io_failure(const std::filesystem::path& file) {
  return failure(ErrorCode::io, "Cannot write " + file.string() + ": " + std::generic_category().message(errno) + ".",
                 "Check that the folder exists, may be written to and has room.");
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// So that the new name survives a power cut; not every file system can, hence no error.
void flush_folder(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0)
    return;
  ::fsync(descriptor);
  ::close(descriptor);
}

} // namespace

Result<void> write_private_file(const std::filesystem::path& file, std::string_view bytes) {
  std::string temporary = file.string() + ".XXXXXX";
  const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC); // creates with mode 0600
  if (descriptor < 0)
    return io_failure(file);
  const bool flushed = write_all(descriptor, bytes) && ::fsync(descriptor) == 0;
  const int reason = errno;
  const bool closed = ::close(descriptor) == 0;
  if (!flushed || !closed || ::rename(temporary.c_str(), file.c_str()) != 0) {
    errno = flushed ? errno : reason;
    auto error = io_failure(file);
    ::unlink(temporary.c_str());
    return error;
  }
  flush_folder(file.parent_path());
  return {};
}

} // namespace spondyl::findings
