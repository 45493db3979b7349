// Any text as --seeds and as --landmarks.

#include <spondyl/findings/reader_input.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  (void)spondyl::findings::parse_seeds(text, "seeds.json");
  (void)spondyl::findings::parse_landmarks(text, "landmarks.json");
  return 0;
}
