#include <spondyl/batch/batch.h>

#include "journal.h"
#include "lock.h"
#include "notes.h"
#include "orders.h"
#include "outputs.h"

#include <algorithm>
#include <set>
#include <spondyl/database/open.h>
#include <spondyl/pipeline/output_folder.h>

namespace spondyl::batch {
namespace {

namespace fs = std::filesystem;

/// One finished or unfinished part of a batch.
struct Part {
  fs::path output;
  Shard shard;
  std::string identity, task;
};

Result<Part> read_part(const fs::path& output) {
  auto journal = Journal::open_read_only(output);
  if (!journal && journal.error().code == ErrorCode::not_found)
    return failure(ErrorCode::not_found, output.string() + " holds no batch.",
                   "Name the output folders of `spondyl batch --shard`.");
  if (!journal)
    return tl::make_unexpected(journal.error());
  SPONDYL_TRY(const Shard shard, parse_shard(journal->note(kShardNote).value_or("1/1")));
  return Part{output, shard, journal->note(kIdentityNote).value_or(""), journal->note(kTaskNote).value_or("")};
}

Result<std::vector<Part>> read_parts(const std::vector<fs::path>& outputs) {
  std::vector<Part> parts;
  for (const fs::path& output : outputs) {
    SPONDYL_TRY(Part part, read_part(output));
    if (!parts.empty() && (part.identity != parts.front().identity || part.shard.count != parts.front().shard.count))
      return failure(ErrorCode::invalid_argument,
                     output.string() + " and " + parts.front().output.string() + " are not parts of one batch.",
                     "Parts have the same inputs, options, version and number of shards.");
    if (std::ranges::any_of(parts, [&](const Part& other) { return other.shard.index == part.shard.index; }))
      return failure(ErrorCode::invalid_argument,
                     "Part " + std::to_string(part.shard.index) + " is named twice: " + output.string() + ".",
                     "Name every part once.");
    parts.push_back(std::move(part));
  }
  if (parts.empty())
    return failure(ErrorCode::invalid_argument, "No part was named.", "Name the output folders to merge.");
  return parts;
}

/// A hard link where the file system can, else a copy: either way the part stays as it is.
Result<void> take_over(const fs::path& from, const fs::path& to) {
  SPONDYL_CHECK(pipeline::create_output_folder(to));
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(from, error)) {
    const fs::path target = to / entry.path().filename();
    fs::remove(target, error);
    fs::create_hard_link(entry.path(), target, error);
    if (error)
      fs::copy_file(entry.path(), target, error);
    if (error)
      break;
  }
  if (error)
    return failure(ErrorCode::io, "Cannot take over " + from.string() + ": " + error.message() + ".",
                   "Check that the part is whole and that there is room, then merge again.");
  return {};
}

Result<void> take_over_folders(const Part& part, const fs::path& output) {
  SPONDYL_TRY(Journal journal, Journal::open_read_only(part.output));
  return journal.each_result([&](const SeriesResult& result) -> Result<void> {
    if (result.folder.empty())
      return {};
    return take_over(part.output / result.folder, output / result.folder);
  });
}

/// Sets `complete`, or says which parts and studies are missing.
void judge(BatchSummary& summary, const std::vector<Part>& parts) {
  std::set<int> there;
  for (const Part& part : parts)
    there.insert(part.shard.index);
  std::string missing;
  for (int index = 1; index <= parts.front().shard.count; ++index)
    if (!there.contains(index))
      missing += (missing.empty() ? "" : ", ") + std::to_string(index);
  summary.complete = missing.empty() && summary.studies_done == summary.studies;
  if (!missing.empty())
    summary.stop_reason =
        "Of " + std::to_string(parts.front().shard.count) + " parts, these are missing: " + missing + ".";
  else if (!summary.complete)
    summary.stop_reason = std::to_string(summary.studies - summary.studies_done) +
                          " studies are not done in their parts; finish those with --resume.";
}

Result<BatchSummary> merge_into(const std::vector<Part>& parts, const fs::path& output) {
  SPONDYL_TRY(Journal journal, Journal::open(output));
  if (journal.note(kIdentityNote).value_or(parts.front().identity) != parts.front().identity)
    return failure(ErrorCode::invalid_argument, output.string() + " holds another batch.", "Choose another folder.");
  journal.set_note(kIdentityNote, parts.front().identity);
  journal.set_note(kTaskNote, parts.front().task);
  journal.set_note(kShardNote, "1/1");
  journal.set_note(kIndexedNote, "yes");
  for (const Part& part : parts) {
    SPONDYL_CHECK(take_over_folders(part, output));
    journal.copy_results(part.output);
  }
  BatchSummary summary = journal.summary({});
  judge(summary, parts);
  BatchTask task = task_of_note(parts.front().task);
  SPONDYL_CHECK(write_outputs(journal, summary, task, output));
  return summary;
}

} // namespace

Result<BatchSummary> merge(const std::vector<fs::path>& outputs, const fs::path& words) {
  const fs::path output = fs::absolute(words).lexically_normal();
  try {
    SPONDYL_TRY(const std::vector<Part> parts, read_parts(outputs));
    SPONDYL_CHECK(pipeline::check_output_outside_inputs(outputs, output));
    SPONDYL_CHECK(pipeline::create_output_folder(output));
    SPONDYL_CHECK(pipeline::create_output_folder(output / kPrivateFolder));
    SPONDYL_TRY(const Lock lock, Lock::take(output));
    return merge_into(parts, output);
  } catch (const SQLite::Exception& exception) {
    return tl::make_unexpected(database::error_of(journal_file(output), exception));
  }
}

} // namespace spondyl::batch
