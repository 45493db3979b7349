#include <spondyl/batch/batch.h>

#include "dispatch.h"
#include "index.h"
#include "input_list.h"
#include "journal.h"
#include "lock.h"
#include "notes.h"
#include "outputs.h"

#include <algorithm>
#include <charconv>
#include <spondyl/database/open.h>
#include <spondyl/pipeline/output_folder.h>
#include <thread>
#include <unistd.h>

namespace spondyl::batch {
namespace {

namespace fs = std::filesystem;

std::string text_of(Shard shard) {
  return std::to_string(shard.index) + "/" + std::to_string(shard.count);
}

std::size_t machine_memory() {
  return static_cast<std::size_t>(::sysconf(_SC_PHYS_PAGES)) * static_cast<std::size_t>(::sysconf(_SC_PAGE_SIZE));
}

BatchOptions with_defaults(BatchOptions options) {
  if (options.jobs <= 0)
    options.jobs = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  if (options.memory_limit_bytes == 0)
    options.memory_limit_bytes = machine_memory() / static_cast<std::size_t>(options.jobs);
  return options;
}

/// All that can be wrong with the words, before anything is written.
Result<void> check(const BatchOptions& options) {
  SPONDYL_CHECK(pipeline::check_output_outside_inputs(options.task.inputs, options.output));
  SPONDYL_TRY([[maybe_unused]] const auto selection, Selection::parse(options.task.selection));
  SPONDYL_TRY([[maybe_unused]] const auto run, run_options(options.task));
  return {};
}

/// A journal that is there belongs to this batch, or the batch is another one.
Result<void> check_journal(const BatchOptions& options, Journal& journal) {
  const auto identity = journal.note(kIdentityNote);
  if (!identity) {
    journal.set_note(kShardNote, text_of(options.task.shard));
    journal.set_note(kTaskNote, task_note(options.task));
    journal.set_note(kIdentityNote, task_identity(options.task));
    return {};
  }
  if (*identity != task_identity(options.task) || journal.note(kShardNote) != text_of(options.task.shard))
    return failure(ErrorCode::invalid_argument,
                   options.output.string() + " holds a batch with other inputs, options or another version of Spondyl.",
                   "Resume with the same words, or choose another output folder.");
  if (!options.resume)
    return failure(ErrorCode::invalid_argument, options.output.string() + " holds a batch already.",
                   "Add --resume to go on with it, or choose another output folder.");
  return {};
}

/// What workers that were killed left behind.
void remove_work_folders(const BatchOptions& options) {
  std::error_code ignored;
  fs::remove_all(options.output / kPrivateFolder / "work", ignored);
}

Result<Journal> open_journal(const BatchOptions& options) {
  SPONDYL_TRY(Journal journal, Journal::open(options.output));
  SPONDYL_CHECK(check_journal(options, journal));
  if (options.resume && options.retry_failed)
    journal.reopen_failed();
  remove_work_folders(options);
  return journal;
}

Result<void> find_studies(const BatchOptions& options, Journal& journal, const CancelToken& cancel,
                          const EventSink& on_event) {
  if (journal.note(kIndexedNote))
    return {};
  if (!options.index.empty()) {
    SPONDYL_TRY(Journal other, Journal::open_read_only(options.index));
    if (!other.note(kIndexedNote))
      return failure(ErrorCode::invalid_argument, "The index in " + options.index.string() + " is not complete.",
                     "Run its batch with --index-only --resume first.");
    journal.copy_index(options.index);
  } else {
    SPONDYL_CHECK(build_index(options.task.inputs, journal, cancel, [&](std::size_t files) {
      Event event;
      event.kind = EventKind::indexing;
      event.so_far.files_seen = files;
      on_event(event);
    }));
  }
  journal.set_note(kIndexedNote, "yes");
  return {};
}

/// What is left undone is said, with what to do about it.
void judge(BatchSummary& summary, const std::string& stop_reason) {
  summary.complete = stop_reason.empty() && summary.studies_done == summary.studies;
  if (!stop_reason.empty())
    summary.stop_reason = stop_reason + " Run again with --resume to go on.";
}

Result<BatchSummary> run_all(const BatchOptions& options, Journal& journal, const CancelToken& cancel,
                             const EventSink& on_event) {
  std::string stop_reason;
  if (const auto found = find_studies(options, journal, cancel, on_event); !found) {
    if (found.error().code != ErrorCode::cancelled)
      return tl::make_unexpected(found.error());
    stop_reason = "It was stopped.";
  } else {
    Event event;
    event.kind = EventKind::indexed;
    event.so_far = journal.summary(options.task.shard);
    on_event(event);
    if (!options.index_only) {
      SPONDYL_TRY(const Dispatched dispatched, dispatch(options, journal, cancel, on_event));
      stop_reason = dispatched.stop_reason;
      remove_work_folders(options);
    }
  }
  BatchSummary summary = journal.summary(options.task.shard);
  judge(summary, stop_reason);
  SPONDYL_CHECK(write_outputs(journal, summary, options.task, options.output));
  return summary;
}

} // namespace

Result<Shard> parse_shard(const std::string& text) {
  Shard shard;
  const char* const end = text.data() + text.size();
  const auto [slash, first_error] = std::from_chars(text.data(), end, shard.index);
  if (first_error == std::errc{} && slash != end && *slash == '/') {
    const auto [rest, second_error] = std::from_chars(slash + 1, end, shard.count);
    if (second_error == std::errc{} && rest == end && shard.index >= 1 && shard.index <= shard.count)
      return shard;
  }
  return failure(ErrorCode::invalid_argument, "--shard '" + text + "' cannot be read.",
                 "Write part and number of parts, from 1/8 to 8/8.");
}

Result<BatchSummary> run_batch(const BatchOptions& words, const CancelToken& cancel, const EventSink& on_event) {
  BatchOptions options = with_defaults(words);
  SPONDYL_TRY(options.task.inputs, expand_lists(options.task.inputs));
  options.output = fs::absolute(options.output).lexically_normal();
  SPONDYL_CHECK(check(options));
  SPONDYL_CHECK(pipeline::create_output_folder(options.output));
  SPONDYL_CHECK(pipeline::create_output_folder(options.output / kPrivateFolder));
  SPONDYL_TRY(const Lock lock, Lock::take(options.output));
  try {
    SPONDYL_TRY(Journal journal, open_journal(options));
    return run_all(options, journal, cancel, on_event);
  } catch (const SQLite::Exception& exception) {
    Error error = database::error_of(journal_file(options.output), exception);
    error.advice += " Go on with --resume.";
    return tl::make_unexpected(std::move(error));
  }
}

} // namespace spondyl::batch
