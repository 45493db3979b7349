// Needs a function that no library has.
#include <spondyl/plugin_sdk/plugin_abi.h>

extern "C" const spondyl_plugin* spondyl_function_that_nobody_has();
extern "C" SPONDYL_PLUGIN_EXPORT const spondyl_plugin* spondyl_plugin_entry();
extern "C" const spondyl_plugin* spondyl_plugin_entry() {
  return spondyl_function_that_nobody_has();
}
