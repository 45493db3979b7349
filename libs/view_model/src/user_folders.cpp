#include "user_folders.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace spondyl::view_model {
namespace {

namespace fs = std::filesystem;

/// XDG base directory specification: relative values are ignored.
fs::path base_folder(const char* variable, const char* below_home) {
  if (const char* value = std::getenv(variable); value != nullptr && fs::path(value).is_absolute())
    return value;
  const char* home = std::getenv("HOME");
  return fs::path(home == nullptr ? "/" : home) / below_home;
}

} // namespace

fs::path user_data_folder() {
  return base_folder("XDG_DATA_HOME", ".local/share") / "spondyl";
}

fs::path user_config_folder() {
  return base_folder("XDG_CONFIG_HOME", ".config") / "spondyl";
}

Result<void> create_private_folder(const fs::path& folder) {
  std::error_code problem;
  fs::create_directories(folder, problem);
  if (!problem)
    fs::permissions(folder, fs::perms::owner_all, problem);
  if (problem)
    return failure(ErrorCode::io, "Cannot create the folder " + folder.string() + ": " + problem.message() + ".");
  return {};
}

Result<std::string> read_text(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream)
    return failure(ErrorCode::not_found, "There is no file " + file.string() + ".");
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

} // namespace spondyl::view_model
