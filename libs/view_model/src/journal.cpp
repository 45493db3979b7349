#include "journal.h"

#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <spondyl/base/digest.h>
#include <sstream>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace spondyl::view_model {
namespace {

constexpr std::size_t kChecksumDigits = 16; // 64 bits of SHA-256: enough against damage, not meant against forgery

std::string checksum(const std::string& previous, std::string_view record) {
  return sha256_hex(previous + std::string(record)).substr(0, kChecksumDigits);
}

tl::unexpected<Error> io_failure(const std::filesystem::path& file) {
  return failure(ErrorCode::io, "Cannot write " + file.string() + ": " + std::generic_category().message(errno) + ".",
                 "Edits are not being saved automatically; save the findings to another place.");
}

} // namespace

Result<JournalContent> read_journal(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream)
    return failure(ErrorCode::not_found, "There is no journal " + file.string() + ".");
  std::ostringstream buffer;
  buffer << stream.rdbuf();
  const std::string text = buffer.str();
  JournalContent content;
  while (content.good_bytes < text.size()) {
    const std::size_t start = content.good_bytes, end = text.find('\n', start);
    if (end == std::string::npos || end - start <= kChecksumDigits)
      break;
    std::string record = text.substr(start + kChecksumDigits + 1, end - start - kChecksumDigits - 1);
    std::string expected = checksum(content.last_checksum, record);
    if (text.compare(start, kChecksumDigits, expected) != 0)
      break;
    content.records.push_back(std::move(record));
    content.last_checksum = std::move(expected);
    content.good_bytes = end + 1;
  }
  content.damaged = content.good_bytes != text.size();
  return content;
}

JournalWriter::JournalWriter(std::filesystem::path file, int descriptor, std::string checksum)
    : file_(std::move(file)), descriptor_(descriptor), checksum_(std::move(checksum)) {}

JournalWriter::JournalWriter(JournalWriter&& other) noexcept
    : file_(std::move(other.file_)), descriptor_(std::exchange(other.descriptor_, -1)),
      checksum_(std::move(other.checksum_)) {}

JournalWriter::~JournalWriter() {
  if (descriptor_ >= 0)
    ::close(descriptor_);
}

Result<JournalWriter> JournalWriter::create(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor < 0)
    return io_failure(file);
  return JournalWriter(file, descriptor, {});
}

Result<JournalWriter> JournalWriter::go_on(const std::filesystem::path& file, const JournalContent& content) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (descriptor < 0)
    return io_failure(file);
  JournalWriter writer(file, descriptor, content.last_checksum);
  if (::ftruncate(descriptor, static_cast<off_t>(content.good_bytes)) != 0)
    return io_failure(file);
  return writer;
}

Result<void> JournalWriter::append(std::string_view record) {
  std::string next = checksum(checksum_, record);
  const std::string line = next + " " + std::string(record) + "\n";
  std::size_t written = 0;
  while (written < line.size()) {
    const ssize_t count = ::write(descriptor_, line.data() + written, line.size() - written);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return io_failure(file_);
    written += static_cast<std::size_t>(count);
  }
  checksum_ = std::move(next);
  return {};
}

Result<void> JournalWriter::flush() const {
  if (::fdatasync(descriptor_) != 0)
    return io_failure(file_);
  return {};
}

} // namespace spondyl::view_model
