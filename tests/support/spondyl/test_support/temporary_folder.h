#pragma once

#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <string>

namespace spondyl::test_support {

/// A folder of its own for one test, removed at the end. ctest runs many tests at a time, each in its own process: a
/// fixed name below testing::TempDir() would be shared by them.
class TemporaryFolder {
public:
  TemporaryFolder() {
    std::string name = (std::filesystem::path(testing::TempDir()) / "spondyl-XXXXXX").string();
    EXPECT_NE(mkdtemp(name.data()), nullptr) << name;
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// A folder inside, created.
  [[nodiscard]] std::filesystem::path sub(const std::string& name) const {
    std::filesystem::create_directories(path_ / name);
    return path_ / name;
  }
  friend std::filesystem::path operator/(const TemporaryFolder& folder, const std::filesystem::path& name) {
    return folder.path_ / name;
  }

private:
  std::filesystem::path path_;
};

} // namespace spondyl::test_support
