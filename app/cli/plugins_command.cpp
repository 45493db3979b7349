#include "plugins_command.h"

#include "measure_command.h"
#include "report_command.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

namespace spondyl::cli {
namespace {

using plugin_host::PluginEntry;
using Json = nlohmann::ordered_json;

std::string formats_of(const PluginEntry& entry) {
  std::string list;
  for (const auto& format : entry.manifest->formats)
    list += (list.empty() ? "" : ",") + format.name;
  return list;
}

Json json_of(const PluginEntry& entry) {
  Json object = Json::object();
  if (entry.manifest) {
    object["id"] = entry.manifest->id;
    object["version"] = entry.manifest->version;
    object["abi"] = entry.manifest->abi;
    object["role"] = to_string(entry.manifest->role);
    for (const auto& format : entry.manifest->formats)
      object["formats"].push_back(format.name);
    object["licence"] = entry.manifest->licence;
  }
  if (!entry.file.empty())
    object["file"] = entry.file.string();
  object["origin"] = entry.origin;
  object["accepted"] = entry.refusal.empty();
  if (!entry.refusal.empty())
    object["refusal"] = entry.refusal;
  return object;
}

void print_line(const PluginEntry& entry) {
  const std::string name = entry.manifest ? entry.manifest->id + " " + entry.manifest->version : entry.file.string();
  if (!entry.refusal.empty()) {
    std::cout << "  refused  " << name << ": " << entry.refusal;
    std::cout << (entry.manifest ? " (" + entry.file.string() + ")" : "") << '\n';
    return;
  }
  std::cout << "  " << to_string(entry.manifest->role) << "  " << name;
  if (!entry.manifest->formats.empty())
    std::cout << "  " << formats_of(entry);
  std::cout << "  [" << entry.origin << "]\n";
}

} // namespace

PluginsCommand::PluginsCommand(CLI::App& app) {
  CLI::App& plugins = *app.add_subcommand("plugins", "Plugins: report writers, segmenters, graders");
  plugins.require_subcommand(1);
  CLI::App& list = *plugins.add_subcommand("list", "Every plugin found, and why a refused one is not used");
  list.add_option("--plugin-path", plugin_paths_, "A further folder of plugins")->delimiter(',');
  list.add_flag("--json", json_, "Print a JSON list");
}

int PluginsCommand::run() const {
  plugin_host::PluginHost host(search_folders(plugin_paths_));
  host.try_all();
  Json list = Json::array();
  for (const PluginEntry& entry : host.entries()) {
    if (json_)
      list.push_back(json_of(entry));
    else
      print_line(entry);
  }
  if (json_)
    std::cout << list.dump(1) << '\n';
  return kDone;
}

} // namespace spondyl::cli
