#include <spondyl/dicom/scan.h>

#include "collect_files.h"
#include "judge_series.h"
#include "look_at.h"
#include <algorithm>
#include <atomic>
#include <set>
#include <span>
#include <spondyl/dicom_file/toolkit.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

namespace spondyl::dicom {
namespace {

namespace fs = std::filesystem;

void look_at_all(std::span<Looked> looked, const Progress& progress) {
  std::atomic<std::size_t> done{0};
  tbb::parallel_for(std::size_t{0}, looked.size(), [&](std::size_t i) {
    if (progress.cancelled())
      return;
    look_at(looked[i]);
    const std::size_t count = ++done;
    if (count % 32 == 0)
      progress.report(static_cast<double>(count) / static_cast<double>(looked.size()), "reading headers");
  });
}

/// Files that a DICOMDIR lists and that were not met on the way; what it lists in vain is skipped with a reason.
std::vector<Looked> listed_elsewhere(const std::vector<Looked>& looked, std::vector<SkippedFile>& skipped) {
  std::set<fs::path> known;
  for (const Looked& one : looked)
    known.insert(fs::weakly_canonical(one.file));
  std::vector<Looked> more;
  for (const Looked& one : looked) {
    if (!one.header || !one.header->is_directory)
      continue;
    for (const fs::path& file : one.header->referenced_files) {
      std::error_code error;
      if (!known.insert(fs::weakly_canonical(file, error)).second)
        continue;
      if (fs::is_regular_file(file, error))
        more.push_back({file, std::nullopt, {}});
      else
        skipped.push_back({file, "listed in " + one.file.filename().string() + ", but missing"});
    }
  }
  return more;
}

ScanResult judge(std::vector<Looked> looked, std::vector<SkippedFile> skipped) {
  ScanResult result;
  result.files_seen = looked.size();
  result.skipped = std::move(skipped);
  std::vector<InstanceHeader> headers;
  for (Looked& one : looked) {
    result.dicom_files += one.header ? 1 : 0;
    if (!one.header)
      result.skipped.push_back({one.file, std::move(one.skip_reason)});
    else if (one.header->is_directory)
      result.skipped.push_back({one.file, kIsDirectory});
    else
      headers.push_back(std::move(*one.header));
  }
  result.series = judge_series(std::move(headers));
  std::sort(result.skipped.begin(), result.skipped.end(),
            [](const SkippedFile& a, const SkippedFile& b) { return a.file < b.file; });
  return result;
}

} // namespace

Result<ScanResult> scan(const std::vector<fs::path>& inputs, const ScanOptions& options, const Progress& progress) {
  prepare_toolkit();
  SPONDYL_TRY(CollectedFiles collected, collect_files(inputs, progress));
  std::vector<Looked> looked;
  for (fs::path& file : collected.files)
    looked.push_back({std::move(file), std::nullopt, {}});
  const int cores = tbb::info::default_concurrency();
  tbb::task_arena arena(options.threads > 0 ? std::min(options.threads, cores) : cores);
  arena.execute([&] { look_at_all(looked, progress.part(0.0, 0.8)); });
  SPONDYL_CHECK(progress.check());
  std::vector<Looked> more = listed_elsewhere(looked, collected.skipped);
  arena.execute([&] { look_at_all(more, progress.part(0.8, 0.9)); });
  SPONDYL_CHECK(progress.check());
  std::move(more.begin(), more.end(), std::back_inserter(looked));
  std::sort(looked.begin(), looked.end(), [](const Looked& a, const Looked& b) { return a.file < b.file; });
  ScanResult result = judge(std::move(looked), std::move(collected.skipped));
  progress.report(1.0, "reading headers");
  return result;
}

} // namespace spondyl::dicom
