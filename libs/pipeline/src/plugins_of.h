#pragma once

#include <memory>
#include <spondyl/plugin_host/plugin_host.h>

namespace spondyl::pipeline {

/// The caller's plugins, or none but what is built in.
inline plugin_host::PluginHost& plugins_or_built_in(const std::shared_ptr<plugin_host::PluginHost>& plugins) {
  static plugin_host::PluginHost built_in_only({});
  return plugins ? *plugins : built_in_only;
}

} // namespace spondyl::pipeline
