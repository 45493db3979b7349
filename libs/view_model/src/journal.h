#pragma once
// An append-only file of checksummed lines. Each checksum covers the one before it, so a line can neither be lost from
// the middle nor changed without being noticed.

#include <cstdint>
#include <filesystem>
#include <spondyl/base/result.h>
#include <string>
#include <string_view>
#include <vector>

namespace spondyl::view_model {

struct JournalContent {
  std::vector<std::string> records; ///< in order, up to the first that is damaged
  std::string last_checksum;        ///< to go on with
  std::uintmax_t good_bytes = 0;    ///< length of the file up to there
  bool damaged = false;             ///< something follows that is half written or changed
};
/// Errors: `not_found`, `unreadable`.
[[nodiscard]] Result<JournalContent> read_journal(const std::filesystem::path& file);

class JournalWriter {
public:
  /// A new file of mode 0600, replacing an old one. Errors: `io`.
  [[nodiscard]] static Result<JournalWriter> create(const std::filesystem::path& file);
  /// Goes on after `content`; what follows it in the file is cut off. Errors: `io`.
  [[nodiscard]] static Result<JournalWriter> go_on(const std::filesystem::path& file, const JournalContent& content);
  JournalWriter(JournalWriter&& other) noexcept;
  JournalWriter& operator=(JournalWriter&&) = delete;
  ~JournalWriter();

  /// One record without line breaks, written by a single call: a kill leaves it whole or at most a torn last line.
  Result<void> append(std::string_view record);
  /// Down to the disk. May run on another thread than append().
  [[nodiscard]] Result<void> flush() const;

private:
  JournalWriter(std::filesystem::path file, int descriptor, std::string checksum);
  std::filesystem::path file_;
  int descriptor_;
  std::string checksum_;
};

} // namespace spondyl::view_model
