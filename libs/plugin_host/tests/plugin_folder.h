#pragma once
// Folders of plugins for tests: shared objects that were built for it, under any name and with any manifest.

#include <fstream>
#include <spondyl/plugin_host/plugin_host.h>
#include <spondyl/test_support/temporary_folder.h>
#include <string>

namespace spondyl::plugin_host {

/// A manifest of a report writer that the host accepts.
inline std::string manifest(const std::string& id = "test", const std::string& abi = "1") {
  return R"({"id": ")" + id + R"(", "version": "1", "abi": )" + abi +
         R"(, "role": "report_writer", "licence": "Apache-2.0", "formats": [)"
         R"({"name": "throw-runtime", "ending": ".txt"}, {"name": "throw-int", "ending": ".txt"},)"
         R"({"name": "refuse", "ending": ".txt"}, {"name": "outside", "ending": ".txt"},)"
         R"({"name": "half", "ending": ".txt"}, {"name": "image", "ending": ".txt"},)"
         R"({"name": "resource", "ending": ".txt"}, {"name": "escape", "ending": ".txt"},)"
         R"({"name": "findings", "ending": ".txt"}]})";
}

inline std::string stage_manifest(const std::string& id, const std::string& role) {
  return R"({"id": ")" + id + R"(", "version": "1", "abi": 1, "role": ")" + role + R"(", "licence": "Apache-2.0"})";
}

class PluginFolder {
public:
  /// `library` is one of tests/plugins.
  void add(const std::string& name, const std::string& library, const std::string& manifest_text) {
    std::filesystem::copy_file(std::filesystem::path(SPONDYL_TEST_PLUGINS) / (library + ".so"),
                               path() / (name + ".so"));
    write(name + ".plugin.json", manifest_text);
  }
  void write(const std::string& name, const std::string& text) {
    std::filesystem::create_directories((path() / name).parent_path());
    std::ofstream(path() / name) << text;
  }
  [[nodiscard]] std::filesystem::path path() const { return folder_.path(); }
  [[nodiscard]] PluginHost host() const { return PluginHost({{}, {}, {path()}}); }

  /// Why the plugin of that file is not used, after everything was tried; "" when it is.
  [[nodiscard]] std::string refusal(const std::string& name) const {
    PluginHost plugins = host();
    plugins.try_all();
    for (const PluginEntry& entry : plugins.entries())
      if (entry.file.filename() == name + ".so")
        return entry.refusal;
    return "not found";
  }

private:
  test_support::TemporaryFolder folder_;
};

} // namespace spondyl::plugin_host
