#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace spondyl::architecture {

/// A source that includes a toolkit which its folder may not see.
struct Violation {
  std::filesystem::path file; ///< relative to the source tree
  std::string include;
  std::string toolkit;
};

/// The toolkit a header belongs to ("ITK", "DCMTK", "VTK", "Qt", "cairo"), or empty for any other header.
[[nodiscard]] std::string toolkit_of(const std::string& include);

/// Whether a file (relative to the source tree) may include headers of a toolkit.
[[nodiscard]] bool may_use(const std::filesystem::path& file, const std::string& toolkit);

/// Scans app, libs, plugins, test-data and tests below `source_tree`. `files_scanned` counts what was read.
[[nodiscard]] std::vector<Violation> scan_includes(const std::filesystem::path& source_tree, int& files_scanned);

} // namespace spondyl::architecture
