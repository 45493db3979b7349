#include <spondyl/batch/worker.h>

#include "frames.h"
#include "journal.h"
#include "orders.h"
#include "rows.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <new>
#include <set>
#include <spondyl/dicom/scan.h>
#include <spondyl/findings/anonymize.h>
#include <spondyl/findings/private_file.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <tbb/global_control.h>
#include <unistd.h>

namespace spondyl::batch {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// Parallelism comes from many workers; more than one thread in each would only make them wait for each other.
constexpr int kThreads = 1;

bool flush(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return false;
  const bool flushed = ::fsync(descriptor) == 0 || errno == EINVAL; // not every file system can flush a folder
  ::close(descriptor);
  return flushed;
}

/// Everything on the disk, then one rename: a results folder is whole or not there.
bool put_in_place(const fs::path& staged, const fs::path& place) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(staged, error))
    if (!flush(entry.path()))
      return false;
  if (error || !flush(staged))
    return false;
  fs::remove_all(place, error); // of a run that was cut off after this point, before its journal
  fs::rename(staged, place, error);
  return !error && flush(place.parent_path());
}

/// Whether the output still takes bytes: a full disk ends the batch, a format that failed does not.
bool output_takes_bytes(const fs::path& folder) {
  constexpr std::size_t kProbe = 1 << 20;
  const fs::path probe = folder / "probe";
  const bool written = findings::write_private_file(probe, std::string(kProbe, '\0')).has_value();
  std::error_code ignored;
  fs::remove(probe, ignored);
  return written;
}

class Worker {
public:
  Worker(Orders orders, pipeline::RunOptions options, Selection selection)
      : orders_(std::move(orders)), options_(std::move(options)), selection_(std::move(selection)) {
    options_.output = orders_.output / kPrivateFolder / "work" / std::to_string(::getpid());
    std::error_code ignored;
    fs::create_directories(options_.output, ignored);
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker() {
    std::error_code ignored;
    fs::remove_all(options_.output, ignored);
  }

  /// False when the parent is gone.
  bool measure_study(const Json& study) {
    const std::vector<fs::path> files = paths(study.at("files"));
    if (const auto gone = std::ranges::count_if(files, [](const fs::path& file) { return !exists(file); }); gone > 0)
      return answer({{"study_failed", std::to_string(gone) + " of " + std::to_string(files.size()) +
                                          " files of the study have vanished since the archive was looked through."}});
    auto scan = dicom::scan(files, {kThreads});
    if (!scan)
      return answer({{"study_failed", scan.error().text()}});
    const auto finished = study.at("finished").get<std::set<std::string>>();
    for (Series& series : scan->series)
      if (!finished.contains(pipeline::series_identity(series)) && !measure(std::move(series)))
        return false;
    return answer({{"study_done", true}});
  }

private:
  static bool exists(const fs::path& file) {
    std::error_code error;
    return fs::is_regular_file(file, error);
  }

  static std::vector<fs::path> paths(const Json& list) {
    std::vector<fs::path> result;
    for (const Json& path : list)
      result.emplace_back(path.get<std::string>());
    return result;
  }

  [[nodiscard]] static bool answer(const Json& message) { return write_frame(kAnswersDescriptor, message); }

  bool measure(Series series) {
    pipeline::SeriesOutcome interrupted;
    interrupted.series = series;
    interrupted.outcome = pipeline::Outcome::failed;
    if (!answer({{"begin", description(interrupted)}}))
      return false;
    pipeline::SeriesOutcome outcome = measured(std::move(series));
    if (outcome.outcome == pipeline::Outcome::measured &&
        !put_in_place(options_.output / outcome.folder, orders_.output / outcome.folder))
      return answer({{"stop", "The results could not be written to " + orders_.output.string() + "."}});
    if (outcome.error == ErrorCode::io && !output_takes_bytes(options_.output))
      return answer({{"stop", outcome.reason}});
    return answer({{"result", description(outcome)}});
  }

  pipeline::SeriesOutcome measured(Series series) {
    if (!selection_.includes(series)) {
      pipeline::SeriesOutcome outcome;
      outcome.series = std::move(series);
      outcome.outcome = pipeline::Outcome::not_selected;
      outcome.reason = "It does not meet --select.";
      return outcome;
    }
    try {
      return pipeline::measure_series(series, options_, {});
    } catch (const std::bad_alloc&) {
      pipeline::SeriesOutcome outcome;
      outcome.series = std::move(series);
      outcome.outcome = pipeline::Outcome::failed;
      outcome.reason = "It needs more memory than the limit of " + std::to_string(orders_.memory_limit_bytes >> 20) +
                       " MiB; see --memory-limit.";
      return outcome;
    }
  }

  /// What the journal keeps of a series.
  [[nodiscard]] Json description(pipeline::SeriesOutcome outcome) const {
    const bool anonymous = orders_.task.anonymous;
    const Series& series = outcome.series;
    const auto shown = [&](const std::string& uid) { return anonymous ? findings::replacement_uid(uid) : uid; };
    pipeline::SeriesOutcome without = outcome;
    without.reason = without_paths(outcome.reason, series, options_.output);
    if (anonymous)
      outcome.reason = without.reason;
    return {{"series", pipeline::series_identity(series)},
            {"part", series.part},
            {"shown_study", shown(series.study.uid)},
            {"shown_series_uid", shown(series.info.uid)},
            {"study_date", anonymous ? std::string{} : series.study.date},
            {"modality", series.info.modality},
            {"outcome", std::string(to_string(outcome.outcome))},
            {"reason", without.reason},
            {"folder", outcome.folder},
            {"seconds", outcome.seconds},
            {"vertebrae", outcome.findings ? outcome.findings->vertebrae.size() : 0},
            {"entry", pipeline::manifest_entry_json(outcome, anonymous)},
            {"rows", table_rows(without, anonymous)}};
  }

  Orders orders_;
  pipeline::RunOptions options_;
  Selection selection_;
};

/// A worker without its parent is of no use, and must not hold on to the machine.
void die_with_parent(pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent)
    ::_exit(EXIT_FAILURE); // it ended before the line above
}

/// Data, not address space: threads and allocators reserve far more than they use.
void limit_memory(std::size_t bytes) {
  if (bytes == 0)
    return;
  const rlimit limit{bytes, bytes};
  ::setrlimit(RLIMIT_DATA, &limit);
}

void limit_threads() {
  ::setenv("ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS", std::to_string(kThreads).c_str(), 1);
}

} // namespace

int serve() {
  FrameReader incoming;
  const auto first = incoming.wait(kOrdersDescriptor);
  if (!first)
    return EXIT_FAILURE;
  die_with_parent(first->at("parent").get<pid_t>());
  limit_threads();
  const tbb::global_control threads(tbb::global_control::max_allowed_parallelism, kThreads);
  Orders orders = orders_of(first->at("orders"));
  auto options = run_options(orders.task);
  auto selection = Selection::parse(orders.task.selection);
  if (!options || !selection)
    return EXIT_FAILURE; // the parent checked them
  limit_memory(orders.memory_limit_bytes);
  Worker worker(std::move(orders), std::move(*options), std::move(*selection));
  while (const auto study = incoming.wait(kOrdersDescriptor))
    if (!worker.measure_study(*study))
      return EXIT_FAILURE;
  return EXIT_SUCCESS;
}

} // namespace spondyl::batch
