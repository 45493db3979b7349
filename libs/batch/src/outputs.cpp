#include "outputs.h"

#include "rows.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <spondyl/base/version.h>
#include <system_error>
#include <unistd.h>

namespace spondyl::batch {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// A private file that grows under another name and takes its own when it is whole.
class GrowingFile {
public:
  explicit GrowingFile(fs::path file) : file_(std::move(file)), temporary_(file_.string() + ".partial") {
    const int descriptor = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    stream_ = descriptor < 0 ? nullptr : ::fdopen(descriptor, "w");
  }
  GrowingFile(const GrowingFile&) = delete;
  GrowingFile& operator=(const GrowingFile&) = delete;
  ~GrowingFile() {
    if (stream_ != nullptr)
      std::fclose(stream_);
  }

  Result<void> add(const std::string& text) {
    if (stream_ == nullptr || std::fwrite(text.data(), 1, text.size(), stream_) != text.size())
      return failed();
    return {};
  }

  Result<void> finish() {
    const bool written = stream_ != nullptr && std::fflush(stream_) == 0 && ::fsync(::fileno(stream_)) == 0;
    if (!written || ::rename(temporary_.c_str(), file_.c_str()) != 0)
      return failed();
    return {};
  }

private:
  [[nodiscard]] tl::unexpected<Error> failed() const {
    return failure(ErrorCode::io,
                   "Cannot write " + file_.string() + ": " + std::generic_category().message(errno) + ".",
                   "Make room and run again with --resume; nothing that was measured is lost.");
  }

  fs::path file_, temporary_;
  std::FILE* stream_ = nullptr;
};

Result<void> write_table(Journal& journal, const fs::path& file) {
  GrowingFile table(file);
  SPONDYL_CHECK(table.add(table_header()));
  SPONDYL_CHECK(journal.each_result([&](const SeriesResult& result) { return table.add(result.rows); }));
  return table.finish();
}

std::string text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// The beginning of the manifest, up to its two long lists.
std::string head(const BatchSummary& summary, const BatchTask& task) {
  Json manifest = {{"schema", "spondyl.manifest/1"},
                   {"software", {{"name", kProgramName}, {"version", kVersion}}},
                   {"files_seen", summary.files_seen},
                   {"dicom_files", summary.dicom_files},
                   {"cancelled", !summary.complete},
                   {"batch",
                    {{"complete", summary.complete},
                     {"studies", summary.studies},
                     {"studies_done", summary.studies_done},
                     {"measured", summary.measured},
                     {"not_measured", summary.not_measured},
                     {"not_selected", summary.not_selected},
                     {"failed", summary.failed},
                     {"selection", task.selection},
                     {"anonymous", task.anonymous},
                     {"shard", std::to_string(task.shard.index) + "/" + std::to_string(task.shard.count)}}}};
  if (!summary.stop_reason.empty())
    manifest["batch"]["stop_reason"] = summary.stop_reason;
  std::string text = text_of(manifest);
  text.pop_back(); // the closing brace comes after the lists
  return text;
}

/// One entry per line, with commas between them.
class List {
public:
  explicit List(GrowingFile& file) : file_(file) {}
  Result<void> add(const std::string& entry) {
    const std::string line = (empty_ ? "\n" : ",\n") + entry;
    empty_ = false;
    return file_.add(line);
  }

private:
  GrowingFile& file_;
  bool empty_ = true;
};

Result<void> write_manifest(Journal& journal, const BatchSummary& summary, const BatchTask& task,
                            const fs::path& file) {
  GrowingFile manifest(file);
  SPONDYL_CHECK(manifest.add(head(summary, task) + ",\n\"series\": ["));
  List series(manifest);
  SPONDYL_CHECK(journal.each_result([&](const SeriesResult& result) { return series.add(result.entry); }));
  SPONDYL_CHECK(manifest.add("],\n\"skipped\": ["));
  List skipped(manifest);
  SPONDYL_CHECK(journal.each_skipped([&](const std::string& name, const std::string& reason) {
    // The name of a file may be that of a patient.
    return skipped.add(text_of(task.anonymous ? Json{{"reason", reason}} : Json{{"file", name}, {"reason", reason}}));
  }));
  SPONDYL_CHECK(manifest.add("]}\n"));
  return manifest.finish();
}

} // namespace

Result<void> write_outputs(Journal& journal, const BatchSummary& summary, const BatchTask& task,
                           const fs::path& output) {
  SPONDYL_CHECK(write_table(journal, output / "vertebrae.csv"));
  return write_manifest(journal, summary, task, output / "manifest.json");
}

} // namespace spondyl::batch
