// Any text as findings.json: what is accepted reads back the same from what is written of it.

#include <cstdlib>
#include <spondyl/findings/findings_json.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace spondyl;
  const auto read = findings::parse_findings({reinterpret_cast<const char*>(bytes), size});
  if (!read)
    return 0;
  const std::string text = findings::to_json(*read);
  const auto again = findings::parse_findings(text);
  if (!again || findings::to_json(*again) != text)
    std::abort();
  return 0;
}
