#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace spondyl::cli {

/// `spondyl plugins list`: every plugin that was found, and why a refused one is not used.
class PluginsCommand {
public:
  explicit PluginsCommand(CLI::App& app);
  [[nodiscard]] int run() const;

private:
  std::vector<std::string> plugin_paths_;
  bool json_ = false;
};

} // namespace spondyl::cli
