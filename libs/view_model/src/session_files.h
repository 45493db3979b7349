#pragma once
// The files of one session's folder.

#include <filesystem>
#include <memory>
#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <spondyl/model/volume.h>
#include <spondyl/view_model/autosave.h>
#include <string>

namespace spondyl::view_model {

struct Snapshot {
  Findings findings;
  std::shared_ptr<const LabelMap> labels;
};

class SessionFiles {
public:
  explicit SessionFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] std::filesystem::path journal() const { return folder_ / "journal.jsonl"; }
  [[nodiscard]] std::filesystem::path snapshot() const { return folder_ / "snapshot.json"; }

  /// Errors: `io`.
  [[nodiscard]] Result<void> write_snapshot(const Snapshot& snapshot, const std::string& series_uid, int part,
                                            const StagedLabels& staged = {}) const;
  /// Errors: `not_found`, `unreadable`, `invalid_argument` (of another series).
  [[nodiscard]] Result<Snapshot> read_snapshot(const std::string& series_uid, int part) const;
  /// Writes labels, or takes over the file that holds them, under a name that is free; answers the name. Errors: `io`.
  [[nodiscard]] Result<std::string> store_labels(const LabelMap& labels, const StagedLabels& staged = {}) const;
  /// Null when they cannot be read: outlines are missing then, no measurement is.
  [[nodiscard]] std::shared_ptr<const LabelMap> load_labels(const std::string& name) const;

private:
  std::filesystem::path folder_;
};

} // namespace spondyl::view_model
