#include "collect_files.h"

#include <algorithm>
#include <set>

namespace spondyl::dicom {
namespace {

namespace fs = std::filesystem;

class Collector {
public:
  explicit Collector(const Progress& progress) : progress_(progress) {}

  Result<void> add(const fs::path& input) {
    pending_.push_back(input);
    while (!pending_.empty()) {
      SPONDYL_CHECK(progress_.check());
      const fs::path next = std::move(pending_.back());
      pending_.pop_back();
      visit(next);
    }
    return {};
  }

  CollectedFiles finish() {
    std::sort(result_.files.begin(), result_.files.end());
    return std::move(result_);
  }

private:
  void skip(const fs::path& path, std::string reason) { result_.skipped.push_back({path, std::move(reason)}); }

  void visit(const fs::path& path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found || error) {
      skip(path, "the symbolic link leads nowhere or cannot be followed");
      return;
    }
    const fs::path canonical = fs::canonical(path, error);
    if (error || !seen_.insert(canonical).second)
      return; // reached before under another name
    if (status.type() == fs::file_type::directory)
      enter(path);
    else if (status.type() == fs::file_type::regular)
      result_.files.push_back(path);
    else
      skip(path, "not a regular file");
  }

  void enter(const fs::path& folder) {
    std::error_code error;
    std::vector<fs::path> entries;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
      entries.push_back(it->path());
    if (error)
      skip(folder, "the folder cannot be read: " + error.message());
    // The stack hands out the last one first; by name, so that of two links to one file always the same is taken.
    std::sort(entries.rbegin(), entries.rend());
    std::move(entries.begin(), entries.end(), std::back_inserter(pending_));
  }

  const Progress& progress_;
  std::vector<fs::path> pending_;
  std::set<fs::path> seen_;
  CollectedFiles result_;
};

} // namespace

Result<CollectedFiles> collect_files(const std::vector<fs::path>& inputs, const Progress& progress) {
  if (inputs.empty())
    return failure(ErrorCode::invalid_argument, "No input was given.", "Name files, folders or a DICOMDIR.");
  std::vector<fs::path> sorted = inputs;
  std::sort(sorted.begin(), sorted.end());
  Collector collector(progress);
  for (const fs::path& input : sorted) {
    std::error_code error;
    if (!fs::exists(input, error))
      return failure(ErrorCode::not_found, "The input " + input.string() + " does not exist.",
                     "Check the path and that its medium is mounted.");
    SPONDYL_CHECK(collector.add(input));
  }
  return collector.finish();
}

} // namespace spondyl::dicom
