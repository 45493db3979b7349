#include "session_files.h"

#include "user_folders.h"

#include <atomic>
#include <nlohmann/json.hpp>
#include <spondyl/findings/findings_json.h>
#include <spondyl/findings/private_file.h>
#include <spondyl/imaging/nifti.h>
#include <unistd.h>

namespace spondyl::view_model {
namespace {

using Json = nlohmann::json;
constexpr const char* kFormat = "spondyl.session/1";

Result<void> write_private_labels(const LabelMap& labels, const std::filesystem::path& file) {
  SPONDYL_CHECK(imaging::write_nifti(labels, file));
  std::error_code ignored; // the folder itself is private
  std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, ignored);
  return {};
}

} // namespace

Result<void> SessionFiles::write_snapshot(const Snapshot& snapshot, const std::string& series_uid, int part,
                                          const StagedLabels& staged) const {
  Json json = {{"format", kFormat},
               {"series_uid", series_uid},
               {"part", part},
               {"findings", findings::to_json(snapshot.findings)}};
  if (snapshot.labels) {
    SPONDYL_TRY(json["labels"], store_labels(*snapshot.labels, staged));
  }
  return findings::write_private_file(this->snapshot(), json.dump());
}

Result<Snapshot> SessionFiles::read_snapshot(const std::string& series_uid, int part) const {
  SPONDYL_TRY(const std::string text, read_text(snapshot()));
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || json.value("format", "") != kFormat || !json.contains("findings") ||
      !json["findings"].is_string())
    return failure(ErrorCode::unreadable, "The saved session " + snapshot().string() + " is damaged.",
                   "Measure the series again.");
  if (json.value("series_uid", "") != series_uid || json.value("part", 0) != part)
    return failure(ErrorCode::invalid_argument,
                   "The saved session " + snapshot().string() + " belongs to another series.");
  Snapshot result;
  SPONDYL_TRY(result.findings, findings::parse_findings(json["findings"].get<std::string>(), snapshot().string()));
  if (json.contains("labels"))
    result.labels = load_labels(json["labels"].get<std::string>());
  return result;
}

Result<std::string> SessionFiles::store_labels(const LabelMap& labels, const StagedLabels& staged) const {
  std::string name = "labels.nii.gz";
  for (int i = 2; std::filesystem::exists(folder_ / name); ++i)
    name = "labels-" + std::to_string(i) + ".nii.gz";
  if (const auto file = staged.file_of(labels)) {
    std::error_code problem;
    std::filesystem::rename(*file, folder_ / name, problem);
    if (!problem)
      return name;
  }
  SPONDYL_CHECK(write_private_labels(labels, folder_ / name));
  return name;
}

std::shared_ptr<const LabelMap> SessionFiles::load_labels(const std::string& name) const {
  if (std::filesystem::path(name).filename() != name)
    return nullptr;
  auto labels = imaging::read_nifti_labels(folder_ / name);
  return labels ? std::make_shared<const LabelMap>(std::move(*labels)) : nullptr;
}

struct StagedLabels::File {
  explicit File(std::filesystem::path place) : path(std::move(place)) {}
  ~File() {
    std::error_code taken_over;
    std::filesystem::remove(path, taken_over);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  std::filesystem::path path;
};

Result<StagedLabels> StagedLabels::write(std::shared_ptr<const LabelMap> labels,
                                         const std::filesystem::path& sessions) {
  static std::atomic<int> number{0};
  SPONDYL_CHECK(create_private_folder(sessions));
  StagedLabels staged;
  staged.file_ = std::make_shared<const File>(
      sessions / ("staged-" + std::to_string(::getpid()) + "-" + std::to_string(++number) + ".nii.gz"));
  SPONDYL_CHECK(write_private_labels(*labels, staged.file_->path));
  staged.labels_ = std::move(labels);
  return staged;
}

std::optional<std::filesystem::path> StagedLabels::file_of(const LabelMap& labels) const {
  std::error_code unreadable;
  if (labels_.get() != &labels || !std::filesystem::exists(file_->path, unreadable))
    return std::nullopt;
  return file_->path;
}

} // namespace spondyl::view_model
