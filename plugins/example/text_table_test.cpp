// The example's own test, without a test library.

#include "text_table.h"

#include <cstdio>

int main() {
  const char* findings = R"({"vertebrae": [
    {"ordinal": 1, "level": "L1", "status": "measured", "heights": {"anterior": {"value": 24.14, "unit": "mm"}}},
    {"ordinal": 2, "level": null, "status": "not_assessable", "reason": "It is cut."}]})";
  const std::string expected = "L1  24.1 mm  -  -\n#2  It is cut.\nResearch use only - not for diagnosis.\n";
  const std::string table = text_table(findings);
  if (table == expected)
    return 0;
  std::fprintf(stderr, "expected:\n%s\ngot:\n%s\n", expected.c_str(), table.c_str());
  return 1;
}
