// A shared object, but no plugin.
extern "C" __attribute__((visibility("default"))) int spondyl_other_symbol();
extern "C" int spondyl_other_symbol() {
  return 1;
}
