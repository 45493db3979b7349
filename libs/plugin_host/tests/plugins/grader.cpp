// Grades nothing: hands back findings with the grades' texts replaced by a warning.
#include <spondyl/plugin_sdk/grader.h>

struct Grader {
  void grade(const spondyl::plugin_sdk::GradingRequest& request) const {
    std::string text(request.findings_json());
    const std::string from = "\"warnings\": []", to = "\"warnings\": [\"Graded by the test.\"]";
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
    request.accept(text);
  }
};

SPONDYL_GRADER("test-grader", "1", Grader)
