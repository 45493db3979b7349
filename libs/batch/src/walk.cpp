#include "walk.h"

#include <algorithm>

namespace spondyl::batch {
namespace {

namespace fs = std::filesystem;

struct Entries {
  FolderContent content;
  std::vector<fs::path> folders;
};

void sort_in(const fs::directory_entry& entry, Entries& entries) {
  std::error_code error;
  const fs::file_status status = entry.status(error);
  if (error || status.type() == fs::file_type::not_found)
    entries.content.skipped.push_back({entry.path(), "the symbolic link leads nowhere or cannot be followed"});
  else if (status.type() == fs::file_type::directory)
    entries.folders.push_back(entry.path());
  else if (status.type() == fs::file_type::regular)
    entries.content.files.push_back(entry.path().filename().string());
  else
    entries.content.skipped.push_back({entry.path(), "not a regular file"});
}

Entries list(const fs::path& folder) {
  Entries entries;
  entries.content.folder = folder;
  entries.content.whole = true;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    sort_in(*it, entries);
  if (error)
    entries.content.skipped.push_back({folder, "the folder cannot be read: " + error.message()});
  std::ranges::sort(entries.content.files);
  std::ranges::sort(entries.folders);
  return entries;
}

class Walker {
public:
  Walker(const CancelToken& cancel, const std::function<Result<void>(const FolderContent&)>& on_folder)
      : cancel_(cancel), on_folder_(on_folder) {}

  Result<void> enter(const fs::path& folder) {
    if (cancel_.cancelled())
      return failure(ErrorCode::cancelled, "Cancelled while looking for files.");
    std::error_code error;
    const fs::path real = fs::canonical(folder, error);
    if (!error && std::ranges::find(open_, real) != open_.end())
      return {}; // a link back to a folder above
    open_.push_back(real);
    const Entries entries = list(error ? folder : real);
    SPONDYL_CHECK(on_folder_(entries.content));
    for (const fs::path& inner : entries.folders)
      SPONDYL_CHECK(enter(inner));
    open_.pop_back();
    return {};
  }

private:
  const CancelToken& cancel_;
  const std::function<Result<void>(const FolderContent&)>& on_folder_;
  std::vector<fs::path> open_; ///< the folders from an input down to here
};

} // namespace

Result<void> walk(const std::vector<fs::path>& inputs, const CancelToken& cancel,
                  const std::function<Result<void>(const FolderContent&)>& on_folder) {
  for (const fs::path& input : inputs) {
    std::error_code error;
    if (fs::is_directory(input, error)) {
      SPONDYL_CHECK(Walker(cancel, on_folder).enter(input));
      continue;
    }
    const fs::path real = fs::weakly_canonical(input, error);
    SPONDYL_CHECK(on_folder({real.parent_path(), {real.filename().string()}, {}, false}));
  }
  return {};
}

} // namespace spondyl::batch
