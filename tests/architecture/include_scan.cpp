#include "include_scan.h"

#include <array>
#include <fstream>
#include <regex>

namespace spondyl::architecture {
namespace {

namespace fs = std::filesystem;

struct Rule {
  const char* toolkit;
  const char* header;  ///< what its includes look like
  const char* allowed; ///< the paths that may include it
};

// The same rule as SPONDYL_TOOLKIT_ALLOWED_* in libs/cmake/SpondylLayers.cmake, checked on what is really included.
const std::array<Rule, 7> kRules = {{
    {"ITK", R"(^itk[A-Z]\w*\.h(xx)?$|^vnl/|^vcl_)",
     R"(^libs/(imaging|segmentation|registration|radiograph|simulation)/|^tests/benchmarks/)"},
    {"DCMTK", R"(^dcmtk/)", R"(^libs/dicom(_\w+)?/|^tests/gui/foreign_objects\.cpp$)"},
    {"curl", R"(^curl/)", R"(^libs/dicom_net/)"},
    {"VTK", R"(^vtk[A-Z]\w*\.h$)", R"(^libs/render/|^app/viewer/)"},
    {"Qt", R"(^Q[A-Z]\w*$|^Qt\w+/)", R"(^app/viewer/|^tests/gui/|^tests/benchmarks/viewer_speed)"},
    {"SQLite", R"(^SQLiteCpp/|^sqlite3\.h$)", R"(^libs/(database|store|batch)/)"},
    {"cairo", R"(^(cairo|pango)(/|.*\.h$))", R"(^libs/drawing/)"},
}};

void scan_file(const fs::path& source_tree, const fs::path& file, std::vector<Violation>& violations) {
  static const std::regex include_line(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])");
  const fs::path relative = fs::relative(file, source_tree);
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    std::smatch match;
    if (!std::regex_search(line, match, include_line))
      continue;
    const std::string toolkit = toolkit_of(match[1]);
    if (!toolkit.empty() && !may_use(relative, toolkit))
      violations.push_back({relative, match[1], toolkit});
  }
}

} // namespace

std::string toolkit_of(const std::string& include) {
  for (const Rule& rule : kRules)
    if (std::regex_search(include, std::regex(rule.header)))
      return rule.toolkit;
  return {};
}

bool may_use(const fs::path& file, const std::string& toolkit) {
  for (const Rule& rule : kRules)
    if (toolkit == rule.toolkit)
      return std::regex_search(file.generic_string(), std::regex(rule.allowed));
  return true;
}

std::vector<Violation> scan_includes(const fs::path& source_tree, int& files_scanned) {
  std::vector<Violation> violations;
  files_scanned = 0;
  for (const char* top : {"app", "libs", "plugins", "test-data", "tests"})
    for (const auto& entry : fs::recursive_directory_iterator(source_tree / top)) {
      const fs::path& file = entry.path();
      if (file.extension() != ".h" && file.extension() != ".cpp")
        continue;
      ++files_scanned;
      scan_file(source_tree, file, violations);
    }
  return violations;
}

} // namespace spondyl::architecture
