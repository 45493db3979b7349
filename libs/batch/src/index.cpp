#include "index.h"

#include "walk.h"

#include <map>
#include <spondyl/dicom/identify.h>
#include <tbb/parallel_for.h>

namespace spondyl::batch {
namespace {

namespace fs = std::filesystem;

IndexedFile indexed(const fs::path& folder, std::string name, dicom::FileIdentity&& identity) {
  IndexedFile file{std::move(name), identity.is_dicom, {}, std::move(identity.skip_reason)};
  if (!file.skip_reason.empty())
    return file;
  // Files without a study are kept apart by folder: one heap of all of them could be as large as the archive.
  file.study = identity.study_uid.empty() ? kFolderKey + folder.string() : std::move(identity.study_uid);
  return file;
}

class Indexer {
public:
  Indexer(Journal& journal, const CancelToken& cancel, const std::function<void(std::size_t)>& on_files)
      : journal_(journal), cancel_(cancel), on_files_(on_files) {}

  /// `all`: the folder has no other files.
  Result<void> look(const FolderContent& content, bool all) {
    const std::vector<dicom::FileIdentity> identities = identify_all(content);
    if (cancel_.cancelled())
      return failure(ErrorCode::cancelled, "Cancelled while looking for files.");
    std::vector<IndexedFile> files;
    std::vector<fs::path> listed;
    for (std::size_t i = 0; i < identities.size(); ++i) {
      auto identity = identities[i];
      listed.insert(listed.end(), identity.listed.begin(), identity.listed.end());
      files.push_back(indexed(content.folder, content.files[i], std::move(identity)));
    }
    add_skipped(content, files);
    SPONDYL_CHECK(look_at_listed(listed)); // first: once a folder is complete it is not looked at again
    journal_.add_files(content.folder.string(), files, all);
    seen_ += files.size();
    on_files_(seen_);
    return {};
  }

private:
  [[nodiscard]] std::vector<dicom::FileIdentity> identify_all(const FolderContent& content) const {
    std::vector<dicom::FileIdentity> identities(content.files.size());
    tbb::parallel_for(std::size_t{0}, identities.size(), [&](std::size_t i) {
      if (!cancel_.cancelled())
        identities[i] = dicom::identify(content.folder / content.files[i]);
    });
    return identities;
  }

  static void add_skipped(const FolderContent& content, std::vector<IndexedFile>& files) {
    for (const SkippedFile& skipped : content.skipped)
      files.push_back(
          {skipped.file == content.folder ? "." : skipped.file.filename().string(), false, {}, skipped.reason});
  }

  /// What a DICOMDIR names lies below it as a rule and is met on the way; the rest is looked at here.
  Result<void> look_at_listed(const std::vector<fs::path>& listed) {
    std::map<fs::path, FolderContent> by_folder;
    for (const fs::path& file : listed) {
      std::error_code error;
      const fs::path real = fs::weakly_canonical(file, error);
      FolderContent& content = by_folder[real.parent_path()];
      content.folder = real.parent_path();
      if (fs::is_regular_file(real, error))
        content.files.push_back(real.filename().string());
      else
        content.skipped.push_back({real, "listed in a DICOMDIR, but missing"});
    }
    for (const auto& [folder, content] : by_folder)
      SPONDYL_CHECK(look(content, false));
    return {};
  }

  Journal& journal_;
  const CancelToken& cancel_;
  const std::function<void(std::size_t)>& on_files_;
  std::size_t seen_ = 0;
};

} // namespace

Result<void> build_index(const std::vector<fs::path>& inputs, Journal& journal, const CancelToken& cancel,
                         const std::function<void(std::size_t)>& on_files) {
  Indexer indexer(journal, cancel, on_files);
  return walk(inputs, cancel, [&](const FolderContent& content) -> Result<void> {
    return journal.knows_folder(content.folder.string()) ? Result<void>{} : indexer.look(content, content.whole);
  });
}

} // namespace spondyl::batch
