#pragma once

#include <filesystem>
#include <spondyl/base/result.h>
#include <string>

namespace spondyl::view_model {

[[nodiscard]] std::filesystem::path user_data_folder();   ///< $XDG_DATA_HOME/spondyl or ~/.local/share/spondyl
[[nodiscard]] std::filesystem::path user_config_folder(); ///< $XDG_CONFIG_HOME/spondyl or ~/.config/spondyl
/// Creates a folder that its owner alone may enter (mode 0700). Errors: `io`.
[[nodiscard]] Result<void> create_private_folder(const std::filesystem::path& folder);
/// Errors: `not_found`, naming the file.
[[nodiscard]] Result<std::string> read_text(const std::filesystem::path& file);

} // namespace spondyl::view_model
