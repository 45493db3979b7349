/* The border is C: this file is compiled as C11 and fails to when a C++ word gets into the header. */
#include <spondyl/plugin_sdk/plugin_abi.h>

uint32_t spondyl_plugin_size_in_c(void);
uint32_t spondyl_plugin_size_in_c(void) {
  return (uint32_t)sizeof(spondyl_plugin);
}
