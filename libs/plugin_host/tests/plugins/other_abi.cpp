// Its manifest says what the host wants to hear; its code was built for another border.
#include <spondyl/plugin_sdk/plugin_abi.h>

extern "C" SPONDYL_PLUGIN_EXPORT const spondyl_plugin* spondyl_plugin_entry();
extern "C" const spondyl_plugin* spondyl_plugin_entry() {
  static const spondyl_plugin plugin = {sizeof(spondyl_plugin), 99, "test", "1", nullptr, nullptr, nullptr};
  return &plugin;
}
