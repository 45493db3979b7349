#pragma once

#include <filesystem>
#include <spondyl/base/result.h>
#include <string_view>

namespace spondyl::audit {

/// A file open for appending that no other process appends to meanwhile (flock).
class LockedFile {
public:
  /// Creates folders and file, both for their owner only. Waits for others.
  [[nodiscard]] static Result<LockedFile> open(const std::filesystem::path& file);
  LockedFile(LockedFile&& other) noexcept;
  LockedFile& operator=(LockedFile&& other) noexcept;
  LockedFile(const LockedFile&) = delete;
  LockedFile& operator=(const LockedFile&) = delete;
  ~LockedFile();

  /// To the disk, not only to the system's memory.
  [[nodiscard]] Result<void> append(std::string_view bytes);

private:
  LockedFile(int descriptor, std::filesystem::path file);
  int descriptor_;
  std::filesystem::path file_;
};

/// Replaces a small file in one step. Errors: `io`.
[[nodiscard]] Result<void> replace_file(const std::filesystem::path& file, std::string_view bytes);

} // namespace spondyl::audit
