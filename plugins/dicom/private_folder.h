#pragma once

#include <filesystem>
#include <fstream>
#include <spondyl/plugin_sdk/plugin.h>
#include <sstream>
#include <stdlib.h>
#include <string>

namespace spondyl::plugins {

/// A folder of this process alone, gone at the end: the DICOM libraries write files, the host takes bytes.
class PrivateFolder {
public:
  PrivateFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "spondyl-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) // mode 0700
      throw plugin_sdk::Refusal(SPONDYL_IO, "No temporary folder can be made.", "Check TMPDIR.");
    path_ = name;
  }
  ~PrivateFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::string bytes_of(const std::filesystem::path& file) const {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    return bytes.str();
  }

private:
  std::filesystem::path path_;
};

} // namespace spondyl::plugins
