#pragma once
// Whole archives: study after study through pipeline::measure_series() in worker processes, with a journal that loses
// nothing. docs/adr/0008-batch.md says why it is built this way.

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <spondyl/base/progress.h>
#include <spondyl/base/result.h>
#include <string>
#include <vector>

namespace spondyl::batch {

/// One of `count` parts of an archive, by a digest of the study's UID: the same on every machine.
struct Shard {
  int index = 1, count = 1; ///< 1-based
  [[nodiscard]] bool whole() const { return count == 1; }
};
/// Reads "2/8". Errors: `invalid_argument`.
[[nodiscard]] Result<Shard> parse_shard(const std::string& text);

/// What decides the results. A resumed batch must have the same.
struct BatchTask {
  std::vector<std::filesystem::path> inputs; ///< files, folders of any depth, DICOMDIRs, lists of those (*.txt, *.list)
  Shard shard;
  std::string selection; ///< see selection.h; empty = every series
  bool anonymous = false;
  std::vector<std::string> formats; ///< report formats besides findings.json
  std::string language = "en";
  std::filesystem::path template_folder; ///< empty = none
  std::vector<std::filesystem::path> plugin_folders;
  std::string segmenter, grader; ///< plugin ids
  std::vector<std::string> schemes;
  std::filesystem::path reference_table; ///< a site's own normal values; empty = none
};

struct BatchOptions {
  BatchTask task;
  std::filesystem::path output; ///< created when missing; must not lie inside an input
  std::filesystem::path index;  ///< output folder of a batch with `index_only` over the same inputs; empty = look here
  bool index_only = false;      ///< find out what belongs to which study, then end
  bool resume = false;          ///< go on with what is in `output`
  bool retry_failed = false;    ///< with `resume`: try again what failed
  bool fail_fast = false;       ///< end at the first failure
  int jobs = 0;                 ///< worker processes; 0 = one per core
  std::chrono::seconds time_limit{900};    ///< for one series; engineering choice, a series takes seconds
  std::size_t memory_limit_bytes = 0;      ///< for one worker; 0 = the machine's memory divided by the jobs
  std::vector<std::string> worker_command; ///< the program and words that end in serve()
};

/// What became of the archive so far, over all runs into this output.
struct BatchSummary {
  std::size_t files_seen = 0, dicom_files = 0;
  std::size_t studies = 0, studies_done = 0;
  std::size_t measured = 0, not_measured = 0, not_selected = 0, failed = 0; ///< series
  bool complete = false;                                                    ///< every study is done
  std::string stop_reason; ///< why it ended early, and what to do; empty when complete
};

enum class EventKind { indexing, indexed, series, retry, study };

/// What happens, as it happens; no patient data.
struct Event {
  EventKind kind = EventKind::series;
  BatchSummary so_far;
  double seconds_running = 0.0;
  std::size_t series_this_run = 0, studies_this_run = 0;     ///< of this run, for rates
  std::string series_uid, modality, outcome, folder, reason; ///< of `series` and `retry`
  int vertebrae = 0;
  double seconds = 0.0; ///< of `series`
};
using EventSink = std::function<void(const Event&)>;

/// Measures an archive. Writes below `output`: one folder per measured series, `vertebrae.csv`, `manifest.json`, and
/// `.batch` (private: journal, lock). Results do not depend on `jobs`, nor on how often it was interrupted and resumed.
///
/// A series that crashes, hangs or needs too much memory takes its worker with it, is tried once more and then recorded
/// as failed. Cancelled, or stopped by a full disk, it leaves everything ready for `resume`; the summary says so.
/// Errors: unusable arguments (`invalid_argument`, `not_found`, `unsupported`), an output that is locked by another
/// batch or cannot be written (`io`).
[[nodiscard]] Result<BatchSummary> run_batch(const BatchOptions& options, const CancelToken& cancel,
                                             const EventSink& on_event);

/// Makes one result of the shards of one batch: folders are hard-linked or copied, table and manifest made anew.
/// What is missing (a shard, unfinished studies) is in `stop_reason`. Errors: `invalid_argument` when the parts belong
/// to different batches, `not_found` for a folder without a batch, `io`.
[[nodiscard]] Result<BatchSummary> merge(const std::vector<std::filesystem::path>& parts,
                                         const std::filesystem::path& output);

} // namespace spondyl::batch
